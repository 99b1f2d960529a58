import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnByName, currentSchema, currentSnapshot, readMetadata, scan } from '../../../src/local/iceberg';
import { stringifyJson } from '../../../src/local/iceberg/json';
import { runPython } from './foreign/python';
import { Lake, LakeTable, MemoryPointer, pathOf } from './lakeTable';

/** Tables that PyIceberg wrote, read by us. */

interface Found {
  metadata: string;
  rows: string[];
}
interface Tables {
  evolved: Found;
  version1: Found;
  adopted: Found;
  deleted: { after_positions: Found; metadata: string };
}

let lake: Lake;
let tables: Tables;
beforeAll(async () => {
  lake = await Lake.open();
  tables = await runPython<Tables>('write_tables.py', lake.folder);
});
afterAll(() => lake.close());

const table = (metadata: string) => new LakeTable(lake, new MemoryPointer(metadata, lake.files));

/** Rows as PyIceberg's side prints them: JSON with sorted keys, in the order of the text. */
async function rowsOf(metadata: string): Promise<string[]> {
  const rows = await table(metadata).select('to_json(t)');
  return rows.map(([json]) => pythonJson(JSON.parse(String(json)))).sort();
}

function pythonJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}: ${pythonJson(member)}`).join(', ')}}`;
}

describe('tables of PyIceberg', () => {
  it('columns renamed, added, dropped, promoted and named anew, nested ones too, read by id', async () => {
    expect(await rowsOf(tables.evolved.metadata)).toEqual(tables.evolved.rows);
  });

  it('files of several partition specs are pruned each by its own', async () => {
    const metadata = await readMetadata(tables.evolved.metadata, lake.files);
    const all = await scan(metadata, {}, lake.files);
    const eleven = await scan(
      metadata,
      { filter: { op: '=', column: 'id', value: 11, type: { kind: 'bigint' } } },
      lake.files,
    );
    expect(new Set(all.map((t) => t.file.partition.length))).toEqual(new Set([0, 1]));
    expect(eleven).toHaveLength(1);
    expect(eleven[0]!.file).toMatchObject({ rows: 1, partition: [3] });
  });

  it('time travel reads old rows by the schema of their time', async () => {
    const evolved = table(tables.evolved.metadata);
    const metadata = await evolved.metadata();
    const first = metadata.snapshots[0]!['snapshot-id'];
    const rows = await evolved.select('id, name, gone', 'ORDER BY id', { snapshot: { id: first } });
    expect(rows).toEqual([1, 2, 3].map((i) => [i, `name ${i}`, 'gone']));
  });

  it('a table of format version 1, to which we then append what PyIceberg reads', async () => {
    expect(await rowsOf(tables.version1.metadata)).toEqual(tables.version1.rows);
    const version1 = table(tables.version1.metadata);
    await version1.insert(`SELECT 50::BIGINT AS id, TIMESTAMP '2024-01-02 03:04:05' AS ts, 'c' AS kind`);
    const seen = await runPython<{
      rows: string[][];
      summary: Record<string, string>;
      files: { partition: string[] }[];
    }>('read_table.py', pathOf(version1.pointer.location));
    expect(seen.rows).toHaveLength(10);
    expect(seen.rows).toContainEqual(['50', '2024-01-02 03:04:05', 'c']);
    expect(seen.summary).toMatchObject({ 'total-records': '10', 'total-data-files': '10' });
    const raw = JSON.parse(readFileSync(pathOf(version1.pointer.location), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(raw).toMatchObject({ 'format-version': 2, properties: { owner: 'someone' } });
    expect(raw).not.toHaveProperty('schema');
    expect(raw).not.toHaveProperty('partition-spec');
  });

  it('files without field ids are read by the table’s name mapping, and refused without one', async () => {
    expect(await rowsOf(tables.adopted.metadata)).toEqual(tables.adopted.rows);
    const adopted = table(tables.adopted.metadata);
    const { properties, ...rest } = await adopted.metadata();
    const uri = path.join(lake.folder, 'data', 'no-mapping.metadata.json');
    const { 'schema.name-mapping.default': _, ...others } = properties;
    await lake.files.write(uri, Buffer.from(stringifyJson({ ...rest, properties: others })));
    await expect(table(uri).select('*')).rejects.toThrow(/ICEBERG_BAD_DATA.*no Iceberg field ids/);
  });

  it('position deletes', async () => {
    const { metadata, rows } = tables.deleted.after_positions;
    expect(rows).toHaveLength(18);
    expect(await rowsOf(metadata)).toEqual(rows);
  });

  it('equality deletes: older rows with equal values, NULL too, and only these', async () => {
    const rows = await table(tables.deleted.metadata).select('id, word', 'ORDER BY id');
    expect(rows.map(([id]) => id)).toEqual([2, 5, 7, 8, 10, 12, 13, 15, 17, 18, 100]);
    // The compared column need not be asked for.
    const metadata = await readMetadata(tables.deleted.metadata, lake.files);
    const tasks = await scan(metadata, {}, lake.files);
    expect(tasks.filter((t) => t.equalityDeletes.length > 0)).toHaveLength(2);
    expect(tasks.filter((t) => t.positionDeletes.length > 0).length).toBeGreaterThan(0);
    expect(columnByName(currentSchema(metadata), 'WORD')?.id).toBe(2);
  });

  it('snapshot ids of 63 bits survive reading and writing', async () => {
    const deleted = table(tables.deleted.after_positions.metadata);
    const before = currentSnapshot(await deleted.metadata())!['snapshot-id'];
    expect(before).toBe(7_777_777_777_777_777_703n);
    await deleted.insert(`SELECT 200::BIGINT AS id, 'new' AS word`);
    const after = await deleted.metadata();
    expect(currentSnapshot(after)!['parent-snapshot-id']).toBe(before);
    const seen = await runPython<{ rows: string[][] }>('read_table.py', pathOf(deleted.pointer.location));
    expect(seen.rows).toHaveLength(19);
  });
});
