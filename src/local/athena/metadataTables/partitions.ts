import type { RowField } from '../../../sql/types/types';
import {
  compareValues,
  currentSchema,
  currentSnapshot,
  type DataFile,
  decodeValue,
  type Field,
  fieldById,
  isPrimitive,
  type LiveEntry,
  liveEntries,
  type PartitionField,
  type PrimitiveType,
  parseTransform,
  partitionSpec,
  readManifestList,
  resultType,
  sqlType,
  type TableMetadata,
  type Value,
  valueKey,
} from '../../iceberg';
import type { Cell } from '../execution/inlineRows';
import { valueCell } from '../execution/storedCell';
import { BIGINT, columns, type MetadataTable } from './metadataTable';

/**
 * `"t$partitions"`: for each partition what its data files hold, by their statistics: rows that delete files delete are
 * still counted. Without partition fields there is no column `partition`, and one row.
 */
export const partitionsTable: MetadataTable = {
  columns(metadata) {
    const partition = partitionFields(metadata).map(
      ({ field, type }): RowField => ({ name: field.name, type: sqlType(type) }),
    );
    const data = measuredColumns(metadata).map(({ name, type }): RowField => {
      const bound = sqlType(type);
      const fields = [
        { name: 'min', type: bound },
        { name: 'max', type: bound },
        { name: 'null_count', type: BIGINT },
        { name: 'nan_count', type: BIGINT },
      ];
      return { name, type: { kind: 'row', fields } };
    });
    return columns({
      ...(partition.length > 0 ? { partition: { kind: 'row', fields: partition } } : {}),
      record_count: BIGINT,
      file_count: BIGINT,
      total_size: BIGINT,
      ...(data.length > 0 ? { data: { kind: 'row', fields: data } } : {}),
    });
  },
  async rows(metadata, files) {
    const snapshot = currentSnapshot(metadata);
    if (!snapshot) return [];
    const manifests = (await readManifestList(snapshot, files)).filter(({ content }) => content === 'data');
    const fields = partitionFields(metadata);
    const measured = measuredColumns(metadata);
    return byPartition(await liveEntries(manifests, metadata, files)).map((entries) => {
      const of = entries.map(({ file }) => file);
      const sum = (amount: (file: DataFile) => number) => of.reduce((total, file) => total + amount(file), 0);
      const partition = fields.map(({ field, type }) => partitionCell(entries[0]!, field, type, metadata));
      return [
        ...(fields.length > 0 ? [partition] : []),
        sum((file) => file.rows),
        of.length,
        sum((file) => file.sizeInBytes),
        ...(measured.length > 0 ? [measured.map((column) => metrics(of, column))] : []),
      ];
    });
  },
};

/** Partition fields of all specs whose column is still there. */
function partitionFields(metadata: TableMetadata): { field: PartitionField; type: PrimitiveType }[] {
  const schema = currentSchema(metadata);
  const found = new Map<number, { field: PartitionField; type: PrimitiveType }>();
  for (const field of metadata['partition-specs'].flatMap(({ fields }) => fields)) {
    const source = fieldById(schema, field['source-id']);
    if (source && !found.has(field['field-id']))
      found.set(field['field-id'], { field, type: resultType(parseTransform(field.transform), source.type) });
  }
  return [...found.values()];
}

type PrimitiveField = Field & { type: PrimitiveType };

/** Columns that do not make up the partition themselves. */
function measuredColumns(metadata: TableMetadata): PrimitiveField[] {
  const identity = new Set(
    partitionSpec(metadata)
      .fields.filter(({ transform }) => transform === 'identity')
      .map((field) => field['source-id']),
  );
  return currentSchema(metadata).fields.filter(
    (field): field is PrimitiveField => isPrimitive(field.type) && !identity.has(field.id),
  );
}

function byPartition(entries: LiveEntry[]): LiveEntry[][] {
  const partitions = new Map<string, LiveEntry[]>();
  for (const entry of entries) {
    const key = `${entry.specId} ${entry.file.partition.map(valueKey).join(' ')}`;
    const known = partitions.get(key);
    if (known) known.push(entry);
    else partitions.set(key, [entry]);
  }
  return [...partitions.values()];
}

function partitionCell(
  { specId, file }: LiveEntry,
  field: PartitionField,
  type: PrimitiveType,
  metadata: TableMetadata,
): Cell {
  const place = partitionSpec(metadata, specId).fields.findIndex(
    (candidate) => candidate['field-id'] === field['field-id'],
  );
  return valueCell(type, file.partition[place]);
}

/** Smallest and largest value of a column, NULLs and NaNs in it. What one of the files does not tell, is not known. */
function metrics(files: DataFile[], { id, type }: PrimitiveField): Cell {
  return [
    valueCell(type, extreme(files, id, type, 'lowerBounds', -1)),
    valueCell(type, extreme(files, id, type, 'upperBounds', 1)),
    total(files, (file) => file.nullCounts?.get(id)),
    total(files, (file) => file.nanCounts?.get(id)),
  ];
}

function extreme(
  files: DataFile[],
  id: number,
  type: PrimitiveType,
  bounds: 'lowerBounds' | 'upperBounds',
  direction: 1 | -1,
): Value | undefined {
  let found: Value | undefined;
  for (const file of files) {
    const isEmpty = file.valueCounts?.get(id) === file.nullCounts?.get(id) && file.nullCounts?.has(id);
    if (isEmpty) continue;
    const bytes = file[bounds]?.get(id);
    const value = bytes && decodeValue(type, bytes);
    if (value === undefined) return undefined;
    if (found === undefined || (compareValues(value, found) ?? 0) * direction > 0) found = value;
  }
  return found;
}

function total(files: DataFile[], amount: (file: DataFile) => number | undefined): number | undefined {
  let sum = 0;
  for (const file of files) {
    const count = amount(file);
    if (count === undefined) return undefined;
    sum += count;
  }
  return sum;
}
