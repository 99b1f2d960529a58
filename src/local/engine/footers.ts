import type { DuckDBValue } from '@duckdb/node-api';
import type { Layouts, ParquetColumn } from './engine';
import { FileFault } from './fileFault';
import { escapeGlob } from './source/parquetSource';
import { literals } from './sqlText';

type Row = Record<string, DuckDBValue>;

/** Files in one question to DuckDB. */
const BATCH = 500;
const CACHE_SIZE = 20_000;

/** Footers of Parquet files, read once each: table files never change. */
export class Footers {
  private readonly known = new Map<string, ParquetColumn[]>();

  constructor(private readonly select: (sql: string) => Promise<Row[]>) {}

  async layouts(paths: string[]): Promise<Layouts> {
    const unknown = [...new Set(paths)].filter((path) => !this.known.has(path));
    const fresh = new Map<string, ParquetColumn[]>();
    for (let i = 0; i < unknown.length; i += BATCH) {
      for (const [path, columns] of await this.load(unknown.slice(i, i + BATCH))) fresh.set(path, columns);
    }
    const answer = new Map(paths.map((path) => [path, this.known.get(path) ?? fresh.get(path)!]));
    for (const [path, columns] of fresh) {
      if (this.known.size >= CACHE_SIZE) this.known.delete(this.known.keys().next().value!);
      this.known.set(path, columns);
    }
    return answer;
  }

  async scannedBytes(paths: string[], columns: 'all' | (string | number)[]): Promise<number> {
    const layouts = await this.layouts(paths);
    const wanted = new Set<string | number>(columns === 'all' ? [] : columns);
    let bytes = 0;
    for (const path of paths) {
      for (const column of layouts.get(path)!) {
        const hit = wanted.has(column.name) || (column.fieldId !== undefined && wanted.has(column.fieldId));
        if (columns === 'all' || hit) bytes += column.sizeInBytes;
      }
    }
    return bytes;
  }

  private async load(paths: string[]): Promise<Map<string, ParquetColumn[]>> {
    const list = literals(paths.map(escapeGlob));
    const schema = await this.select(
      `SELECT file_name, name, type, num_children, repetition_type, converted_type, logical_type, field_id FROM parquet_schema(${list}) ORDER BY file_name, column_id`,
    );
    const sizes = await this.select(
      `SELECT file_name, column_id, sum(total_compressed_size)::BIGINT AS bytes FROM parquet_metadata(${list}) GROUP BY ALL`,
    );
    const bytes = new Map(sizes.map((row) => [`${row.column_id} ${row.file_name}`, Number(row.bytes)]));
    const byFile = new Map<string, Row[]>();
    for (const row of schema) {
      const path = String(row.file_name);
      const rows = byFile.get(path);
      if (rows) rows.push(row);
      else byFile.set(path, [row]);
    }
    const layouts = new Map<string, ParquetColumn[]>();
    for (const path of paths) {
      const rows = byFile.get(path);
      if (!rows) throw new FileFault('not Parquet', path);
      layouts.set(
        path,
        tree(rows, (leaf) => bytes.get(`${leaf} ${path}`) ?? 0),
      );
    }
    return layouts;
  }
}

/** Builds the columns of one file from its schema elements, which come depth first; the first one is the root. */
function tree(rows: Row[], bytesOf: (leaf: number) => number): ParquetColumn[] {
  let next = 1;
  let leaf = 0;
  const node = (): ParquetColumn => {
    const row = rows[next++]!;
    const count = Number(row.num_children ?? 0);
    const children = Array.from({ length: count }, node);
    const column: ParquetColumn = {
      name: String(row.name),
      ...(row.field_id === null || row.field_id === undefined ? {} : { fieldId: Number(row.field_id) }),
      sizeInBytes:
        count === 0 ? bytesOf(leaf++) : children.reduce((sum, child) => sum + child.sizeInBytes, 0),
      children,
      ...(count === 0 && row.type ? { physicalType: String(row.type) } : {}),
      kind: count === 0 ? 'primitive' : 'struct',
    };
    return repeated(column, row);
  };
  return Array.from({ length: Number(rows[0]!.num_children ?? 0) }, node);
}

/** Lists and maps have a repeated group in between, which is no field. (Parquet's LogicalTypes.md, "Nested Types") */
function repeated(column: ParquetColumn, row: Row): ParquetColumn {
  const kind = String(row.converted_type ?? '');
  const logical = String(row.logical_type ?? '');
  const inner = column.children[0];
  if (!inner) return column;
  if (kind === 'MAP' || kind === 'MAP_KEY_VALUE' || logical.startsWith('MapType'))
    return { ...column, kind: 'map', children: inner.children };
  if (kind === 'LIST' || logical.startsWith('ListType'))
    return { ...column, kind: 'list', children: inner.children.length === 1 ? inner.children : [inner] };
  return column;
}
