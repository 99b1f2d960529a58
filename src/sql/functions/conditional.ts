import type { Typed } from '../analyze/typed';
import { literal } from '../duckdb/text';
import { SqlError } from '../errors';
import { commonType, duckType, isFloating, T } from '../typeRules';
import { formatType, type Type } from '../types';
import type { Rule, Signatures } from './signature';

/** The type that all arguments share. @throws SqlError TYPE_MISMATCH */
export function common(args: Typed[]): Type {
  return args.reduce<Type>((type, arg) => {
    const both = commonType(type, arg.type);
    if (!both)
      throw new SqlError(
        'TYPE_MISMATCH',
        `All arguments must be the same type: ${formatType(type)} and ${formatType(arg.type)}`,
        arg.at,
      );
    return both;
  }, T.unknown);
}

const cast = (arg: Typed, type: Type): string =>
  duckType(arg.type) === duckType(type) && arg.type.kind !== 'unknown'
    ? arg.sql
    : `CAST(${arg.sql} AS ${duckType(type)})`;

/** Conditional expressions that are written as calls, and what tells of types. */
export function addConditional(to: Signatures<Rule>): void {
  to.add('coalesce', ['any', 'any*'], (a) => {
    const type = common(a);
    return { type, sql: `coalesce(${a.map((x) => cast(x, type)).join(', ')})` };
  });
  to.add('nullif', ['any', 'any'], ([a, b]) => ({ type: a!.type, sql: `nullif(${a!.sql}, ${b!.sql})` }));
  to.add('if', ['boolean', 'any', 'any?'], ([when, then, otherwise]) => {
    const type = common([then!, ...(otherwise ? [otherwise] : [])]);
    return {
      type,
      sql: `CASE WHEN ${when!.sql} THEN ${cast(then!, type)}${otherwise ? ` ELSE ${cast(otherwise, type)}` : ''} END`,
    };
  });
  for (const name of ['greatest', 'least']) {
    to.add(name, ['any', 'any*'], (a) => {
      const type = common(a);
      // Any NULL makes the result NULL, which DuckDB skips.
      return {
        type,
        sql: `CASE WHEN ${a.map((x) => `${x.sql} IS NULL`).join(' OR ')} THEN NULL ELSE ${name}(${a.map((x) => cast(x, type)).join(', ')}) END`,
      };
    });
  }
  to.add('try', ['any'], ([a]) => ({ type: a!.type, sql: `TRY(${withoutErrors(a!.sql)})` }));
  to.add('typeof', ['any'], ([a]) => ({
    type: T.varchar,
    sql: literal(
      formatType(a!.type)
        .replaceAll(', ', ',')
        .replace(/,(?=[a-z(])/g, ', ')
        .replace(/decimal\((\d+), ?(\d+)\)/g, 'decimal($1,$2)'),
    ),
  }));
  to.add('is_nan', ['number'], ([a]) => ({
    type: T.boolean,
    sql: isFloating(a!.type) ? `isnan(${a!.sql})` : `(${a!.sql} IS NULL AND NULL)`,
  }));
}

/** TRY of DuckDB refuses `error()`, but takes a cast that fails: so inside of it the macros of division fail that way. */
export function withoutErrors(sql: string): string {
  return sql
    .replaceAll('t_divide(', 't_try_divide(')
    .replaceAll('t_modulo(', 't_try_modulo(')
    .replaceAll('t_subscript(', 't_try_subscript(')
    .replaceAll('t_key(', 't_try_key(')
    .replaceAll('t_half_up(', 't_try_half_up(')
    .replaceAll('t_to_integer(', 't_try_to_integer(');
}
