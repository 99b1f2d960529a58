import path from 'node:path';
import { bucketName as nameOfBucket, PROJECT } from '../../infra/names';
import { formatBytes } from '../athena/render';
import { sandbox } from '../ingest/destination';
import { BadRowsError, type LoadOptions, type LoadOutcome, load as loadFile } from '../ingest/load';
import { describeItem, type Item } from '../inventory/item';
import { liveItems } from '../inventory/liveInventory';
import { show, showLive, shown } from './display';
import { html } from './html';
import { stoppable } from './interrupt';
import { clients, LakehouseError, target } from './session';

const SHOWN = 5;

/**
 * Loads a CSV or Parquet file into a new Iceberg table of the sandbox, and shows what became of its columns.
 * @param file relative to the notebook
 * @throws LakehouseError for rows that do not fit; CliError for a file that cannot be read
 */
export async function load(
  file: string,
  options: Omit<LoadOptions, 'onProgress' | 'signal'>,
): Promise<LoadOutcome> {
  const account = await target();
  const destination = await sandbox(account, await clients('engineer'), 'engineer');
  const live = showLive({ text: '' });
  const onProgress = (phase: string, done?: number, total?: number) =>
    live.update({ text: total ? `${phase} ${formatBytes(done ?? 0)} of ${formatBytes(total)}` : phase });
  const outcome = await stoppable((signal) =>
    loadFile(path.resolve(file), destination, { ...options, onProgress, signal }),
  ).catch((error: unknown) => {
    if (!(error instanceof BadRowsError)) throw error;
    const rows = error.badRows.slice(0, SHOWN).map(({ line, problem }) => `line ${line}: ${problem}`);
    throw new LakehouseError(
      `${error.message} (${rows.join('; ')}). Nothing was loaded; skipBadRows: true loads the others.`,
    );
  });
  const { table, rows, columns, notes } = outcome;
  const named = columns.map(({ source, name, type, because }) => [
    name,
    type,
    [source === name ? '' : `was ${JSON.stringify(source)}`, because ?? ''].filter(Boolean).join('; '),
  ]);
  live.update({
    text: [
      `${table}: ${rows.toLocaleString('en')} rows`,
      ...named.map(([name, type, why]) => `  ${name} ${type}${why ? ` (${why})` : ''}`),
      ...notes,
    ].join('\n'),
    html: html`<div style="font-size:13px"><b>${table}</b>: ${rows.toLocaleString('en')} rows<table>${named.map(
      (cells) =>
        html`<tr>${cells.map((cell) => html`<td style="padding:1px 10px;text-align:left">${cell}</td>`)}</tr>`,
    )}</table>${notes.map((note) => html`<div>${note}</div>`)}</div>`,
  });
  return shown(outcome, `${table}: .rows, .columns, .notes`);
}

/** What the account itself shows of the lakehouse; Terraform's states are not asked. */
export async function inventory(options: { show?: boolean } = {}): Promise<Item[]> {
  const items = await liveItems(await target(), await clients(), PROJECT);
  if (options.show === false) return items;
  const lines = items.map(describeItem).sort();
  const title = `The account shows ${items.length} things of the lakehouse.`;
  show({
    text: [title, ...lines.map((line) => `  ${line}`)].join('\n'),
    html: html`<details><summary>${title}</summary><pre>${lines.join('\n')}</pre></details>`,
  });
  return shown(items, `${items.length} items: .kind, .id`);
}

/** The name of one of the lakehouse's buckets. */
export const bucketName = async (purpose: Parameters<typeof nameOfBucket>[0]): Promise<string> =>
  nameOfBucket(purpose, await target());
