/**
 * The text of a metadata file. A table's history only grows, and each commit writes all of it again: so the text of an
 * entry is made once, however many metadata files the entry is in.
 */
import { stringifyJson } from '../json';
import type { TableMetadata } from './tableMetadata';

/** Lists whose entries stay the same objects from one state of a table to the next. */
const HISTORIES = new Set(['snapshots', 'snapshot-log', 'metadata-log']);

const texts = new WeakMap<object, string>();

/** JSON with an entry of a history on one line each. Entries are never changed in place: see `readMetadata`. */
export function metadataText(metadata: TableMetadata): string {
  const members = Object.entries(metadata)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${JSON.stringify(name)}: ${valueText(name, value)}`);
  return `{\n${members.join(',\n')}\n}`;
}

function valueText(name: string, value: unknown): string {
  if (!HISTORIES.has(name) || !Array.isArray(value)) return stringifyJson(value);
  return value.length === 0 ? '[]' : `[\n${value.map(entryText).join(',\n')}\n  ]`;
}

function entryText(entry: object): string {
  let text = texts.get(entry);
  if (text === undefined) {
    text = `    ${stringifyJson(entry, 0)}`;
    texts.set(entry, text);
  }
  return text;
}
