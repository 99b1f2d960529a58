/** The types that are inferred, from the narrowest. Names are Athena's in SELECT. */
export type ValueType = 'boolean' | 'bigint' | 'double' | 'date' | 'timestamp' | 'varchar';

/**
 * One regular expression a type, in the syntax that JavaScript and RE2 (DuckDB) share; the whole value must match.
 * Whole numbers with leading zeros are text, for they are codes (zip codes, account numbers); so are numbers with more
 * than 18 digits, which a bigint may not hold.
 */
export const PATTERN: Record<Exclude<ValueType, 'varchar'>, string> = {
  boolean: '(?:true|false|TRUE|FALSE|True|False)',
  bigint: '[+-]?(?:0|[1-9][0-9]{0,17})',
  double: '[+-]?(?:(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?',
  date: '[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])',
  timestamp:
    '[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,6})?)?Z?',
};

const WHOLE = Object.fromEntries(
  Object.entries(PATTERN).map(([type, pattern]) => [type, new RegExp(`^(?:${pattern})$`)]),
) as Record<keyof typeof PATTERN, RegExp>;

/** The narrowest type of one value. */
export function classify(value: string): ValueType {
  for (const type of ['boolean', 'bigint', 'double', 'date', 'timestamp'] as const)
    if (WHOLE[type].test(value)) return type;
  return 'varchar';
}
