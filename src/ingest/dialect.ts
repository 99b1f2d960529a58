import { open } from 'node:fs/promises';
import Papa from 'papaparse';
import { classify } from './valueType';

/** How a CSV file is written. */
export interface Dialect {
  delimiter: string;
  header: boolean;
  /** The header's names, or empty names where the file has none; one for each column. */
  names: string[];
}

const SAMPLE_BYTES = 256 * 1024;
const SAMPLE_ROWS = 200;

/**
 * Looks at the beginning of a UTF-8 file. The number of columns is the header's (the first row's).
 * @param wanted what the user said; the rest is found out
 */
export async function detectDialect(
  file: string,
  wanted: { delimiter?: string; header?: boolean } = {},
): Promise<Dialect> {
  const handle = await open(file);
  let sample: string;
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    sample = new TextDecoder('utf-8').decode(buffer.subarray(0, bytesRead), {
      stream: bytesRead === SAMPLE_BYTES,
    });
  } finally {
    await handle.close();
  }
  const { data, meta } = Papa.parse<string[]>(sample, {
    preview: SAMPLE_ROWS,
    delimiter: wanted.delimiter ?? '',
    delimitersToGuess: [',', '\t', ';', '|'],
    skipEmptyLines: true,
  });
  const [first = [], ...rest] = data;
  const header = wanted.header ?? looksLikeHeader(first, rest);
  return { delimiter: meta.delimiter, header, names: first.map((name) => (header ? name.trim() : '')) };
}

/**
 * A header is a row of different texts, none of which is a number, a date or a truth value; and where every column
 * holds text, none of which appears again below it. At most one cell may be empty (an index column without a name).
 */
function looksLikeHeader(first: string[], rest: string[][]): boolean {
  const cells = first.map((cell) => cell.trim());
  if (cells.filter((cell) => cell === '').length > 1 || cells.every((cell) => cell === '')) return false;
  if (cells.some((cell) => cell !== '' && classify(cell) !== 'varchar')) return false;
  const typed = cells.some(
    (_, i) =>
      rest.some((row) => (row[i] ?? '') !== '') &&
      rest.every((row) => (row[i] ?? '') === '' || classify(row[i]!) !== 'varchar'),
  );
  return typed || !cells.some((cell, i) => cell !== '' && rest.some((row) => row[i] === cell));
}
