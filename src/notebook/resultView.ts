import { type Cell, isNumeric } from '../athena/cells';
import { statementCost } from '../athena/price';
import type { QueryResult } from '../athena/query';
import { formatBytes, renderStatistics, renderTable } from '../athena/render';
import type { View } from './display';
import { html } from './html';

const ROWS = 20;
/** Longer values are broken into lines; shorter ones, such as numbers with hyphens, never. */
const LONG = 60;
const CELL = 'padding:2px 10px;border-bottom:1px solid #8884;';

/** A query's rows as a table: numbers on the right, NULL visible, long results cut with a count, and what it cost. */
export function resultView(result: QueryResult, maxRows = ROWS): View {
  const { columns, rows, statistics, updateCount } = result;
  const count = updateCount ?? rows.length;
  const facts = [
    `${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}${updateCount === undefined ? '' : ' written'}`,
    `${formatBytes(statistics.scannedBytes)} scanned`,
    `USD ${statementCost(statistics).toFixed(5)}`,
    `${statistics.ms} ms`,
  ].join(' · ');
  const isTable = columns.length > 0 && updateCount === undefined;
  const more = rows.length - maxRows;
  const align = columns.map((column) => (isNumeric(column.type) ? 'right' : 'left'));
  const cell = (value: Cell, i: number) =>
    value === null
      ? html`<td style="${CELL}text-align:${align[i]};opacity:.5;font-style:italic">NULL</td>`
      : html`<td style="${CELL}text-align:${align[i]};white-space:${String(value).length > LONG ? 'pre-wrap' : 'pre'}">${String(value)}</td>`;
  const table = html`<table style="border-collapse:collapse;font-size:13px"><thead><tr>${columns.map(
    (column, i) => html`<th style="${CELL}text-align:${align[i]}" title="${column.type}">${column.name}</th>`,
  )}</tr></thead><tbody>${rows.slice(0, maxRows).map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table>${
    more > 0 && html`<div style="opacity:.7">… and ${more.toLocaleString('en')} more rows</div>`
  }`;
  return {
    text: `${isTable ? `${renderTable(columns, rows, maxRows)}\n` : ''}${renderStatistics(count, statistics)}`,
    html: html`${isTable && table}<div style="opacity:.7;font-size:12px;margin-top:4px">${facts}</div>`,
  };
}
