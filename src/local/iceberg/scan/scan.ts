import type { Predicate } from '../../../sql/catalog/catalogResolver';
import { type Files, IcebergError } from '../files';
import type { DataFile } from '../manifest/dataFile';
import { readManifestList } from '../manifest/manifestList';
import { partitionSpec, type TableMetadata } from '../metadata/tableMetadata';
import { columnByName, type Field, fieldById, newestFirst } from '../schema/schema';
import { decodeValue } from '../value/singleValue';
import { compareValues, valueKey } from '../value/value';
import { bindPredicate, type Condition, type FieldOf } from './condition';
import type { EqualityDeletes, FileTask, ScanTask } from './fileTask';
import { type LiveEntry, liveEntries } from './liveEntries';
import { fileMayMatch, manifestMayMatch } from './prune';
import { readSchema, resolveSnapshot, type SnapshotRef } from './snapshotRef';

export interface ScanOptions {
  snapshot?: SnapshotRef;
  /** Files that surely hold no row for which it is true are left out. Rows still have to be filtered. */
  filter?: Predicate;
  /** The fields of the filter's columns, where they are not those of the schema by their names. */
  fields?: ReadonlyMap<string, Field>;
}

/** Field id of `file_path` in position deletes (Iceberg spec, "Reserved Field IDs"). */
const FILE_PATH = 2147483546;

/**
 * The data files of a snapshot that can hold wanted rows, with the deletes that apply to each (Iceberg spec, "Scan
 * Planning"). In the order of the manifests.
 * @throws IcebergError for unknown snapshots and for tables that cannot be read rightly
 */
export async function scan(metadata: TableMetadata, options: ScanOptions, files: Files): Promise<ScanTask[]> {
  const snapshot = resolveSnapshot(metadata, options.snapshot);
  if (!snapshot) return [];
  const condition: Condition = options.filter
    ? bindPredicate(options.filter, fieldsOf(metadata, options))
    : { op: 'unknown' };
  const manifests = await readManifestList(snapshot, files);
  const wanted = manifests.filter(
    (m) =>
      m.content === 'data' &&
      manifestMayMatch(condition, m, partitionSpec(metadata, m.specId), metadata.schemas),
  );
  const data = await liveEntries(wanted, metadata, files);
  const deletes = await liveEntries(
    manifests.filter((m) => m.content === 'deletes'),
    metadata,
    files,
  );
  const index = new DeleteIndex(deletes, metadata);
  return data
    .filter((entry) => fileMayMatch(condition, entry.file, partitionSpec(metadata, entry.specId)))
    .map((entry) => ({ file: entry.file, specId: entry.specId, ...index.of(entry) }));
}

function fieldsOf(metadata: TableMetadata, { snapshot, fields }: ScanOptions): FieldOf {
  if (fields) return (column) => fields.get(column);
  const schema = readSchema(metadata, snapshot);
  return (column) => columnByName(schema, column);
}

/** Delete files by the partition that they are of; those of a spec without fields that compare values are of all. */
class DeleteIndex {
  private readonly byPartition = new Map<string, LiveEntry[]>();
  private readonly everywhere: LiveEntry[] = [];

  constructor(
    entries: LiveEntry[],
    private readonly metadata: TableMetadata,
  ) {
    for (const entry of entries) {
      const global =
        entry.file.content === 'equality deletes' &&
        partitionSpec(metadata, entry.specId).fields.length === 0;
      if (global) this.everywhere.push(entry);
      else {
        const key = partitionKey(entry);
        const known = this.byPartition.get(key);
        if (known) known.push(entry);
        else this.byPartition.set(key, [entry]);
      }
    }
  }

  of(data: LiveEntry): Pick<FileTask, 'positionDeletes' | 'equalityDeletes'> {
    const candidates = [...(this.byPartition.get(partitionKey(data)) ?? []), ...this.everywhere];
    const position = candidates.filter(
      (d) =>
        d.file.content === 'position deletes' &&
        d.sequenceNumber >= data.sequenceNumber &&
        mayName(d.file, data.file.uri),
    );
    const equality = candidates.filter(
      (d) => d.file.content === 'equality deletes' && d.sequenceNumber > data.sequenceNumber,
    );
    return {
      positionDeletes: position.map((d) => d.file),
      equalityDeletes: this.byFields(equality.map((d) => d.file)),
    };
  }

  private byFields(files: DataFile[]): EqualityDeletes[] {
    const groups = new Map<string, EqualityDeletes>();
    for (const file of files) {
      const ids = file.equalityIds ?? [];
      const group = groups.get(ids.join());
      if (group) group.files.push(file);
      else groups.set(ids.join(), { fields: ids.map((id) => this.field(id)), files: [file] });
    }
    return [...groups.values()];
  }

  private field(id: number) {
    const schemas = newestFirst(this.metadata.schemas);
    const field = schemas.map((s) => s.fields.find((f) => f.id === id)).find((f) => f !== undefined);
    if (field) return field;
    const nested = schemas.some((s) => fieldById(s, id));
    throw new IcebergError(
      `equality deletes by ${nested ? 'nested' : 'unknown'} field ${id} are not supported (${this.metadata.location})`,
    );
  }
}

function partitionKey(entry: LiveEntry): string {
  return `${entry.specId} ${entry.file.partition.map((value) => valueKey(value)).join(' ')}`;
}

/** Whether a file of position deletes can be of a data file: many are of one file only, and their bounds tell. */
function mayName(deletes: DataFile, uri: string): boolean {
  if (deletes.referencedDataFile !== undefined) return deletes.referencedDataFile === uri;
  const lower = deletes.lowerBounds?.get(FILE_PATH);
  const upper = deletes.upperBounds?.get(FILE_PATH);
  const below = lower && compareValues(uri, decodeValue('string', lower)!)! < 0;
  const above = upper && compareValues(uri, decodeValue('string', upper)!)! > 0;
  return !below && !above;
}
