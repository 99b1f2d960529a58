import type { Engine, Layouts, ParquetColumn, Reading, TextRow } from './engine';
import { FileFault } from './fileFault';
import { escapeGlob, literals } from './sqlText';

/** One element of a file's schema. */
interface Element {
  name: string;
  type: string | null;
  children: number;
  convertedType: string;
  logicalType: string;
  fieldId: string | null;
}

/** Files in one question to DuckDB. */
const BATCH = 500;
const CACHE_SIZE = 20_000;

/** Footers of Parquet files, read once each: table files never change. */
export class Footers {
  private readonly known = new Map<string, ParquetColumn[]>();

  constructor(private readonly query: Engine['query']) {}

  async layouts(paths: string[], signal?: AbortSignal): Promise<Layouts> {
    const unknown = [...new Set(paths)].filter((path) => !this.known.has(path));
    const fresh = new Map<string, ParquetColumn[]>();
    for (let i = 0; i < unknown.length; i += BATCH) {
      for (const [path, columns] of await this.load(unknown.slice(i, i + BATCH), {
        // All of them: the query that comes next most likely reads these very files, and finds DuckDB locked to them.
        files: paths,
        signal,
      }))
        fresh.set(path, columns);
    }
    const answer = new Map(paths.map((path) => [path, this.known.get(path) ?? fresh.get(path)!]));
    for (const [path, columns] of fresh) {
      if (this.known.size >= CACHE_SIZE) this.known.delete(this.known.keys().next().value!);
      this.known.set(path, columns);
    }
    return answer;
  }

  async scannedBytes(
    paths: string[],
    columns: 'all' | (string | number)[],
    signal?: AbortSignal,
  ): Promise<number> {
    const layouts = await this.layouts(paths, signal);
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

  private async load(paths: string[], reading: Reading): Promise<Map<string, ParquetColumn[]>> {
    const list = literals(paths.map(escapeGlob));
    const schema = await this.query(
      `SELECT file_name, name, type, num_children, converted_type, logical_type, field_id FROM parquet_schema(${list}) ORDER BY file_name, column_id`,
      reading,
    );
    const sizes = await this.query(
      `SELECT column_id, file_name, sum(total_compressed_size)::BIGINT FROM parquet_metadata(${list}) GROUP BY ALL`,
      reading,
    );
    const bytes = new Map(sizes.map(([column, file, size]) => [`${column} ${file}`, Number(size)]));
    const byFile = new Map<string, Element[]>();
    for (const row of schema) {
      const path = String(row[0]);
      const elements = byFile.get(path);
      if (elements) elements.push(elementOf(row));
      else byFile.set(path, [elementOf(row)]);
    }
    const layouts = new Map<string, ParquetColumn[]>();
    for (const path of paths) {
      const elements = byFile.get(path);
      if (!elements) throw new FileFault('not Parquet', path);
      layouts.set(
        path,
        tree(elements, (leaf) => bytes.get(`${leaf} ${path}`) ?? 0),
      );
    }
    return layouts;
  }
}

const elementOf = ([, name, type, children, convertedType, logicalType, fieldId]: TextRow): Element => ({
  name: name ?? '',
  type: type ?? null,
  children: Number(children ?? 0),
  convertedType: convertedType ?? '',
  logicalType: logicalType ?? '',
  fieldId: fieldId ?? null,
});

/** Builds the columns of one file from its schema elements, which come depth first; the first one is the root. */
function tree(elements: Element[], bytesOf: (leaf: number) => number): ParquetColumn[] {
  let next = 1;
  let leaf = 0;
  const node = (): ParquetColumn => {
    const element = elements[next++]!;
    const count = element.children;
    const children = Array.from({ length: count }, node);
    const column: ParquetColumn = {
      name: element.name,
      ...(element.fieldId === null ? {} : { fieldId: Number(element.fieldId) }),
      sizeInBytes:
        count === 0 ? bytesOf(leaf++) : children.reduce((sum, child) => sum + child.sizeInBytes, 0),
      children,
      ...(count === 0 && element.type ? { physicalType: element.type } : {}),
      kind: count === 0 ? 'primitive' : 'struct',
    };
    return repeated(column, element);
  };
  return Array.from({ length: elements[0]!.children }, node);
}

/** Lists and maps have a repeated group in between, which is no field. (Parquet's LogicalTypes.md, "Nested Types") */
function repeated(
  column: ParquetColumn,
  { convertedType: kind, logicalType: logical }: Element,
): ParquetColumn {
  const inner = column.children[0];
  if (!inner) return column;
  if (kind === 'MAP' || kind === 'MAP_KEY_VALUE' || logical.startsWith('MapType'))
    return { ...column, kind: 'map', children: inner.children };
  if (kind === 'LIST' || logical.startsWith('ListType'))
    return { ...column, kind: 'list', children: inner.children.length === 1 ? inner.children : [inner] };
  return column;
}
