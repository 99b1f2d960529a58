import { type FileHandle, open } from 'node:fs/promises';
import { MOST_INLINE_BYTES, type PrintedCsv, type ResultColumn } from '../engine';
import { type ColumnPrinter, printer } from '../print/print';
import { csvField, csvLine } from '../print/resultCsv';

/** Characters that are gathered before they become bytes. */
const PIECE_CHARACTERS = 256 * 1024;

/**
 * Prints rows as Athena's CSV, names first. A small result is returned, a larger one is written into a file, piece by
 * piece: memory stays bounded by one chunk.
 * @param chunks rows by columns, in DuckDB's JavaScript values
 * @param file a path that is free
 */
export async function printCsv(
  chunks: AsyncIterable<unknown[][]>,
  columns: ResultColumn[],
  file: string,
): Promise<PrintedCsv> {
  const printers = columns.map(({ type }) => printer(type));
  const pieces: Buffer[] = [];
  let bytes = 0;
  let rows = 0;
  let handle: FileHandle | undefined;
  const keep = async (text: string): Promise<void> => {
    pieces.push(Buffer.from(text));
    bytes += pieces.at(-1)!.length;
    if (bytes <= MOST_INLINE_BYTES) return;
    handle ??= await open(file, 'wx', 0o600);
    for (const piece of pieces.splice(0)) await handle.writeFile(piece);
  };
  try {
    let pending = csvLine(columns.map(({ name }) => name));
    for await (const chunk of chunks) {
      const count = chunk[0]?.length ?? 0;
      rows += count;
      pending += csvChunk(chunk, printers, count);
      if (pending.length < PIECE_CHARACTERS) continue;
      await keep(pending);
      pending = '';
    }
    await keep(pending);
  } finally {
    await handle?.close();
  }
  return { rows, content: handle ? { file } : Buffer.concat(pieces) };
}

function csvChunk(chunk: unknown[][], printers: ColumnPrinter[], rows: number): string {
  let out = '';
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < printers.length; column++) {
      const value = chunk[column]![row];
      if (column > 0) out += ',';
      if (value !== null && value !== undefined) out += csvField(printers[column]!(value));
    }
    out += '\n';
  }
  return out;
}
