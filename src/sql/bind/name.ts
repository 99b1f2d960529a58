/** What names in expressions mean. */
import { literal } from '../duckdb/text';
import { SqlError } from '../errors';
import { fieldKey } from '../types/typeRules';
import { lower, matching, type NameScope, notResolved } from './nameScope';
import type { Typed } from './typed';

/** `a`, `t.a`, `db.t.a`, or a field of a row in one of them. */
export function resolved(parts: string[], block: NameScope, at: Typed['at']): Typed {
  const names = parts.map(lower);
  if (names.length === 1) {
    const output = block.outputs?.get(names[0]!);
    if (output) return { ...output, at };
  }
  for (const lambda of [...block.lambdas].reverse()) {
    const parameter = lambda.get(names[0]!);
    if (parameter)
      return names
        .slice(1)
        .reduce((value, part, i) => fieldOf(value, part, parts.slice(0, i + 1).join('.'), at), {
          ...parameter,
          at,
        });
  }
  for (let within: NameScope | undefined = block; within; within = within.outer) {
    for (let last = names.length - 1; last >= 0; last--) {
      const found = matching(within, names.slice(0, last), names[last]!);
      if (found.length > 1)
        throw new SqlError(
          'AMBIGUOUS_NAME',
          `Column '${names.slice(0, last + 1).join('.')}' is ambiguous`,
          at,
        );
      const [column] = found;
      if (!column) continue;
      column.use?.();
      // A column of an outer block is one value for all rows of this one.
      if (
        within === block &&
        block.aggregation &&
        block.aggregation.inside === 0 &&
        !block.aggregation.groups.has(column.sql)
      )
        block.aggregation.violations.push(
          new SqlError(
            'EXPRESSION_NOT_AGGREGATE',
            `'${parts.join('.')}' must be an aggregate expression or appear in GROUP BY clause`,
            at,
          ),
        );
      return names
        .slice(last + 1)
        .reduce((value, part, i) => fieldOf(value, part, parts.slice(0, last + 1 + i).join('.'), at), {
          type: column.type,
          sql: column.sql,
          at,
        } as Typed);
    }
  }
  throw notResolved(parts.join('.'), at);
}

/** A field of a row; `baseText` is the row as errors tell it. @throws SqlError TYPE_MISMATCH, COLUMN_NOT_FOUND */
export function fieldOf(base: Typed, name: string, baseText: string, at: Typed['at']): Typed {
  if (base.type.kind !== 'row')
    throw new SqlError('TYPE_MISMATCH', `Expression ${baseText} is not of type ROW`, base.at);
  const index = base.type.fields.findIndex((f) => f.name !== undefined && lower(f.name) === lower(name));
  const found = base.type.fields[index];
  if (!found) throw notResolved(`${baseText}.${name}`, at);
  return {
    type: found.type,
    sql: `struct_extract(${base.sql}, ${literal(fieldKey(found.name, index))})`,
    at,
  };
}
