/** Text of generated SQL. Everything that comes from a user passes through one of these. */

/** Marks the place of a scan's source; no literal can hold it. */
const MARK = '\u0001';

export const scanMark = (id: string): string => `${MARK}${id}${MARK}`;
export const SCAN_MARK = new RegExp(`${MARK}([^${MARK}]*)${MARK}`, 'g');

/** A name as DuckDB can hold it: a scan's mark, and NUL, which would end the text, are no characters of names. */
export const nameText = (name: string): string => name.replaceAll(MARK, '\uFFFD').replaceAll('\0', '\uFFFD');

/** A quoted identifier. */
export const identifier = (name: string): string => `"${nameText(name).replaceAll('"', '""')}"`;

/** A string literal; control characters that mark scans, and NUL, which DuckDB's text cannot hold, are spelled out. */
export function literal(text: string): string {
  const quoted = (part: string) => `'${part.replaceAll("'", "''")}'`;
  if (!text.includes(MARK) && !text.includes('\0')) return quoted(text);
  return `(${text
    .split(new RegExp(`([${MARK}\0])`))
    .map((part) => (part === MARK ? 'chr(1)' : part === '\0' ? 'chr(0)' : quoted(part)))
    .join(' || ')})`;
}
