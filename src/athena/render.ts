import Table from 'cli-table3';
import pc from 'picocolors';
import { type Cell, type Column, isNumeric } from './cells';
import { statementCost } from './price';
import type { QueryResult, QueryStatistics } from './query';

export type Format = 'table' | 'json' | 'csv';

const plain = (cell: Cell): string => (cell === null ? '' : String(cell));

/** Bytes for people: `12 B`, `3.4 MB` (powers of 1024, as Athena bills). */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}

/** A table of text with right-aligned numbers and a visible NULL. `maxRows` cuts it and says how many more there are. */
export function renderTable(columns: Column[], rows: Cell[][], maxRows = 100): string {
  const table = new Table({
    head: columns.map((c) => pc.bold(c.name)),
    colAligns: columns.map((c) => (isNumeric(c.type) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows.slice(0, maxRows))
    table.push(row.map((cell) => (cell === null ? pc.dim('NULL') : String(cell))));
  const more = rows.length - maxRows;
  return `${table.toString()}${more > 0 ? `\n… and ${more.toLocaleString('en')} more rows` : ''}`;
}

/** RFC 4180; NULL is an empty field, an empty string is `""`. */
export function renderCsv(columns: Column[], rows: Cell[][]): string {
  const field = (cell: Cell): string => {
    if (cell === null) return '';
    const text = String(cell);
    return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns.map((c) => field(c.name)), ...rows.map((row) => row.map(field))]
    .map((fields) => fields.join(','))
    .join('\n');
}

/** An array of objects; integers beyond 2^53 are written as text, so that no digit is lost. */
export function renderJson(columns: Column[], rows: Cell[][]): string {
  const value = (cell: Cell) =>
    typeof cell === 'bigint' ? (Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell)) : cell;
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((c, i) => [c.name, value(row[i] ?? null)]))),
    undefined,
    2,
  );
}

/** `3 rows, 12.0 KB scanned, USD 0.00005, 23 ms`. */
export function renderStatistics(rows: number, statistics: QueryStatistics): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}, ${formatBytes(statistics.scannedBytes)} scanned, USD ${statementCost(statistics).toFixed(5)}, ${statistics.ms} ms`;
}

/** A result in one of the formats that `lakehouse sql` offers; the statistics go to the table form only. */
export function renderResult(result: QueryResult, format: Format): string {
  if (format === 'csv') return renderCsv(result.columns, result.rows);
  if (format === 'json') return renderJson(result.columns, result.rows);
  const lines: string[] = [];
  if (result.rows.length > 0 && result.statistics.statementType === 'UTILITY')
    lines.push(...result.rows.map((row) => row.map(plain).join('\t')));
  else if (result.columns.length > 0 && result.updateCount === undefined)
    lines.push(renderTable(result.columns, result.rows));
  lines.push(pc.dim(renderStatistics(result.updateCount ?? result.rows.length, result.statistics)));
  return lines.join('\n');
}
