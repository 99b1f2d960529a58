/**
 * Athena's CSV of results: every value in double quotes (`"` doubled), NULL is nothing between the commas, the empty
 * string is `""`, `\n` ends every line.
 */

/** Values of one row as GetQueryResults tells them; undefined is NULL. */
export type ResultRow = (string | undefined)[];

/** One line, its end included. */
export function csvLine(values: ResultRow): string {
  let line = '';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) line += ',';
    line += csvField(values[i]);
  }
  return `${line}\n`;
}

export function csvField(value: string | undefined): string {
  if (value === undefined) return '';
  return value.includes('"') ? `"${value.replaceAll('"', '""')}"` : `"${value}"`;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;

/**
 * Reads whole rows from the start of `bytes`, at most `most`.
 * @returns the rows, and how many bytes they took; a row that is cut off at the end is not read
 */
export function readCsvRows(bytes: Buffer, most: number): { rows: ResultRow[]; taken: number } {
  const rows: ResultRow[] = [];
  let row: ResultRow = [];
  let taken = 0;
  let at = 0;
  while (rows.length < most && at < bytes.length) {
    let value: string | undefined;
    if (bytes[at] === QUOTE) {
      const end = closingQuote(bytes, at + 1);
      if (end === undefined) break;
      value = bytes.toString('utf8', at + 1, end);
      if (value.includes('"')) value = value.replaceAll('""', '"');
      at = end + 1;
    }
    // A quote at the very end may be the first half of a doubled one: only what follows tells.
    if (at >= bytes.length) break;
    row.push(value);
    if (bytes[at] === COMMA) {
      at++;
    } else if (bytes[at] === NEWLINE) {
      at++;
      rows.push(row);
      row = [];
      taken = at;
    } else {
      throw new Error(`not a result file: unexpected byte ${bytes[at]} at ${at}`);
    }
  }
  return { rows, taken };
}

function closingQuote(bytes: Buffer, from: number): number | undefined {
  let at = from;
  for (;;) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote < 0 || quote + 1 >= bytes.length) return undefined;
    if (bytes[quote + 1] !== QUOTE) return quote;
    at = quote + 2;
  }
}
