import { SqlError } from '../errors';

/** Errors that the macros raise carry Athena's name in front of the text. */
const NAMED =
  /\b(DIVISION_BY_ZERO|INVALID_FUNCTION_ARGUMENT|INVALID_CAST_ARGUMENT|NUMERIC_VALUE_OUT_OF_RANGE|HIVE_BAD_DATA|SUBQUERY_MULTIPLE_ROWS|NOT_SUPPORTED): ([^\n]*)/;

const TRINO_NAME: Record<string, string> = {
  INT8: 'TINYINT',
  INT16: 'SMALLINT',
  INT32: 'INT',
  INT64: 'BIGINT',
  INTEGER: 'INT',
  BIGINT: 'BIGINT',
  DOUBLE: 'DOUBLE',
  FLOAT: 'REAL',
  BOOL: 'BOOLEAN',
};
/** DuckDB's integers, in texts about arithmetic. */
const OPERATED = new Map([
  ['INT8', 'tinyint'],
  ['INT16', 'smallint'],
  ['INT32', 'integer'],
  ['INT64', 'bigint'],
]);
const trinoName = (duck: string): string => TRINO_NAME[duck.toUpperCase()] ?? duck.toUpperCase();

/** DuckDB's message about the data of a query in Athena's words; undefined for what is not the data's fault. */
export function translateEngineError(message: string): SqlError | undefined {
  const named = NAMED.exec(message);
  if (named) return new SqlError(named[1]!, named[2]!.trim());
  const cast = /Could not convert string ['"](.*?)['"] to (\w+)/s.exec(message);
  if (cast)
    return new SqlError('INVALID_CAST_ARGUMENT', `Cannot cast '${cast[1]}' to ${trinoName(cast[2]!)}`);
  const field =
    /invalid (date|timestamp|time) field format: "([^"]*)"|(?:date|timestamp|time) field value out of range: "([^"]*)"/i.exec(
      message,
    );
  if (field)
    return new SqlError(
      'INVALID_CAST_ARGUMENT',
      `Value cannot be cast to ${(field[1] ?? 'date').toLowerCase()}: ${field[2] ?? field[3]}`,
    );
  const overflow = /Overflow in (\w+) of (\w+) \((.*)\)/.exec(message);
  if (overflow && OPERATED.has(overflow[2]!))
    return new SqlError(
      'NUMERIC_VALUE_OUT_OF_RANGE',
      `${OPERATED.get(overflow[2]!)} ${overflow[1]} overflow: ${overflow[3]}`,
    );
  if (/Overflow in \w+ of DECIMAL/.test(message))
    return new SqlError('NUMERIC_VALUE_OUT_OF_RANGE', 'Decimal overflow');
  const narrow = /Type (\w+) with value (\S+) can't be cast .* destination type (INT\d+)/.exec(message);
  if (narrow && /^INT/.test(narrow[1]!))
    return new SqlError(
      'NUMERIC_VALUE_OUT_OF_RANGE',
      `Out of range for ${OPERATED.get(narrow[3]!)}: ${narrow[2]}`,
    );
  if (narrow)
    return new SqlError(
      'INVALID_CAST_ARGUMENT',
      `Unable to cast ${narrow[2]} to ${OPERATED.get(narrow[3]!)}`,
    );
  if (
    /Overflow in|Out of Range|out of range|can't be cast because the value|is out of range for the destination type/.test(
      message,
    )
  )
    return new SqlError(
      'NUMERIC_VALUE_OUT_OF_RANGE',
      message.replace(/^[A-Za-z ]*Error: /, '').split('\n')[0]!,
    );
  if (/More than one row returned by a subquery/.test(message))
    return new SqlError('SUBQUERY_MULTIPLE_ROWS', 'Scalar sub-query has returned multiple rows');
  const format = /Could not parse string "(.*?)" according to format specifier/s.exec(message);
  if (format) return new SqlError('INVALID_FUNCTION_ARGUMENT', `Invalid format: "${format[1]}"`);
  const path = /JSON path error near '(.*?)'$/m.exec(message);
  if (path) return new SqlError('INVALID_FUNCTION_ARGUMENT', `Invalid JSON path: '${path[1]}'`);
  if (/Conversion Error/.test(message))
    return new SqlError(
      'INVALID_CAST_ARGUMENT',
      message.replace(/^.*Conversion Error: /, '').split('\n')[0]!,
    );
  return undefined;
}
