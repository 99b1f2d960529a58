import type { Typed } from '../bind/typed';
import { literal } from '../duckdb/text';
import { SqlError } from '../errors';
import { commonType, duckType, isFloating, T } from '../types/typeRules';
import { formatType, type Type } from '../types/types';
import type { Rule, Signatures } from './signature';

/** The type that all values share; `what` begins the error's text. @throws SqlError TYPE_MISMATCH */
export function common(args: Typed[], what: string): Type {
  return args.reduce<Type>((type, arg) => {
    const both = commonType(type, arg.type);
    if (!both)
      throw new SqlError(
        'TYPE_MISMATCH',
        `${what} must be the same type or coercible to a common type. Cannot find common type between ${formatType(type)} and ${formatType(arg.type)}, all types (without duplicates): [${[...new Set(args.map((a) => formatType(a.type)))].join(', ')}]`,
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
    const type = common(a, 'All COALESCE operands');
    return { type, sql: `coalesce(${a.map((x) => cast(x, type)).join(', ')})` };
  });
  to.add('nullif', ['any', 'any'], ([a, b], at) => {
    if (!commonType(a!.type, b!.type))
      throw new SqlError(
        'TYPE_MISMATCH',
        `Types are not comparable with NULLIF: ${formatType(a!.type)} vs ${formatType(b!.type)}`,
        at,
      );
    return { type: a!.type, sql: `nullif(${a!.sql}, ${b!.sql})` };
  });
  to.add('if', ['any', 'any', 'any?'], ([when, then, otherwise]) => {
    if (when!.type.kind !== 'boolean' && when!.type.kind !== 'unknown')
      throw new SqlError(
        'TYPE_MISMATCH',
        `IF condition must evaluate to a boolean (actual: ${formatType(when!.type)})`,
        when!.at,
      );
    const type = common([then!, ...(otherwise ? [otherwise] : [])], 'Result types for IF');
    return {
      type,
      sql: `CASE WHEN ${when!.sql} THEN ${cast(then!, type)}${otherwise ? ` ELSE ${cast(otherwise, type)}` : ''} END`,
    };
  });
  for (const name of ['greatest', 'least']) {
    to.add(name, ['any', 'any*'], (a) => {
      const type = common(a, `All ${name.toUpperCase()} operands`);
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

/** The macros that raise errors have twins that give NULL. What is quoted is a user's, and stays as it is. */
const RAISING =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|\bt_(divide|modulo|subscript|element_at|key|half_up|to_integer|whole_days|fit|check|escape|json_scalar|iso_date|iso_timestamp|json_parse|map|map_of|map_from_entries)\(/g;

/** TRY of DuckDB refuses `error()`, but takes a cast that fails: so inside of it the macros give NULL instead. */
function withoutErrors(sql: string): string {
  return sql.replace(RAISING, (text, macro?: string) => (macro === undefined ? text : `t_try_${macro}(`));
}
