import { mkdir, mkdtemp, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fieldIds } from '../../../src/local/engine/fieldIds';
import { partitionExpressions } from '../../../src/local/engine/partitionExpression';
import { parquetSource } from '../../../src/local/engine/source/parquetSource';
import {
  type Change,
  commit,
  currentSchema,
  type DataFile,
  dataFile,
  type Files,
  type NewTable,
  newTable,
  partitionSpec,
  readMetadata,
  readSchema,
  type ScanOptions,
  scan,
  stageAppend,
  type TablePointer,
  type TableState,
  writeMetadata,
} from '../../../src/local/iceberg';
import { LocalDuckDb } from '../engine/localDuckDb';

/** The path of an address: tables of the tests lie on the local disk. */
export const pathOf = (uri: string): string => uri.replace(/^file:\/\//, '');

/** Files on the local disk that count how often they are used. */
class LocalFiles implements Files {
  reads: string[] = [];
  writes: string[] = [];

  async read(uri: string): Promise<Buffer> {
    this.reads.push(uri);
    return readFile(pathOf(uri));
  }

  async write(uri: string, bytes: Buffer): Promise<void> {
    this.writes.push(uri);
    const target = pathOf(uri);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(`${target}.part`, bytes, { flag: 'wx' });
    await rename(`${target}.part`, target);
  }

  async remove(uris: string[]): Promise<void> {
    for (const uri of uris) await unlink(pathOf(uri)).catch(() => {});
  }
}

/** A table's place, as a catalog keeps it: swapped only when nobody came first. */
export class MemoryPointer implements TablePointer {
  swaps = 0;

  constructor(
    public location: string,
    private readonly files: Files,
  ) {}

  async read(): Promise<TableState> {
    const location = this.location;
    return { location, metadata: await readMetadata(location, this.files) };
  }

  async swap(base: TableState, next: { location: string }): Promise<boolean> {
    this.swaps++;
    if (this.location !== base.location) return false;
    this.location = next.location;
    return true;
  }
}

/** A folder with an engine, for the tests of one file. */
export class Lake {
  readonly files = new LocalFiles();

  private constructor(
    readonly folder: string,
    readonly engine: LocalDuckDb,
  ) {}

  static async open(): Promise<Lake> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'lake-'));
    await mkdir(path.join(folder, 'data'));
    const engine = await LocalDuckDb.open({
      folders: [path.join(folder, 'data')],
      tempFolder: path.join(folder, 'temp'),
    });
    return new Lake(folder, engine);
  }

  async close(): Promise<void> {
    await this.engine.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Rows of a query, as rows; big integers as numbers where they fit. */
  async rows(sql: string): Promise<unknown[][]> {
    const rows = await this.engine.rows(sql);
    return rows.map((row) => row.map(plain));
  }

  async table(name: string, definition: Omit<NewTable, 'location' | 'now'>): Promise<LakeTable> {
    const metadata = newTable({
      ...definition,
      location: path.join(this.folder, 'data', name),
      now: new Date(),
    });
    return new LakeTable(this, new MemoryPointer(await writeMetadata(metadata, this.files), this.files));
  }
}

const plain = (value: unknown): unknown =>
  typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;

export class LakeTable {
  constructor(
    readonly lake: Lake,
    readonly pointer: MemoryPointer,
  ) {}

  async metadata() {
    return (await this.pointer.read()).metadata;
  }

  /** Writes data files of a query's rows: columns as in the schema. */
  async write(sql: string, maxFileBytes?: number): Promise<DataFile[]> {
    const metadata = await this.metadata();
    const schema = currentSchema(metadata);
    const spec = partitionSpec(metadata);
    const written = await this.lake.engine.writeParquet(sql, {
      folder: path.join(pathOf(metadata.location), 'data', crypto.randomUUID()),
      fieldIds: fieldIds(schema),
      partitionBy: partitionExpressions(spec, schema),
      maxFileBytes,
    });
    return written.map((file) => dataFile(file, file.path, schema, spec));
  }

  async stage(sql: string): Promise<Change> {
    return stageAppend(await this.metadata(), await this.write(sql), this.lake.files);
  }

  async insert(sql: string): Promise<void> {
    await this.commit(await this.stage(sql));
  }

  commit(change: Change): Promise<TableState> {
    return commit(change, this.pointer, this.lake.files);
  }

  /** A table expression over the live rows. */
  async source(options: ScanOptions = {}): Promise<string> {
    const metadata = await this.metadata();
    const tasks = await scan(metadata, options, this.lake.files);
    const columns = readSchema(metadata, options.snapshot).fields.map((field) => ({
      name: field.name,
      field,
    }));
    const mapping = metadata.properties['schema.name-mapping.default'];
    const paths = tasks
      .flatMap((t) => [t.file, ...t.equalityDeletes.flatMap((d) => d.files)])
      .map((f) => pathOf(f.uri));
    const layouts = await this.lake.engine.layouts(paths);
    return parquetSource(tasks, columns, {
      pathOf,
      layouts,
      nameMapping: mapping === undefined ? undefined : JSON.parse(mapping),
    });
  }

  /** The rows' alias is `t`. */
  async select(expressions: string, rest = '', options: ScanOptions = {}): Promise<unknown[][]> {
    return this.lake.rows(`SELECT ${expressions} FROM ${await this.source(options)} AS t ${rest}`);
  }
}
