import { IcebergError } from '../files';
import { FIRST_PARTITION_ID, type PartitionField, type PartitionSpec } from '../partition/spec';
import { lastColumnId, type Schema } from '../schema/schema';
import type { SortOrder, TableMetadata } from './tableMetadata';

type Json = Record<string, unknown>;

/**
 * Metadata of format version 1 or 2, as version 2 (Iceberg spec, "Version 2": what readers must assume for members
 * that version 1 leaves out). Versions above 2 are refused: deletion vectors and row lineage would be lost silently.
 * @throws IcebergError
 */
export function upgrade(json: unknown, location: string): TableMetadata {
  if (typeof json !== 'object' || json === null) throw new IcebergError(`${location} is not table metadata`);
  const raw = json as Json;
  const version = raw['format-version'];
  if (version !== 1 && version !== 2)
    throw new IcebergError(
      typeof version === 'number'
        ? `${location}: format version ${version} is not supported`
        : `${location} is no table metadata: it names no format version`,
    );
  // The single forms of version 1, which version 2 writes as lists only.
  const { schema: _schema, 'partition-spec': _spec, ...members } = raw;
  const metadata = {
    ...members,
    ...schemas(raw),
    ...specs(raw),
    ...sortOrders(raw),
    ...histories(raw),
  } as unknown as TableMetadata;
  // -1 stands for "no snapshot" in what older writers wrote.
  if (metadata['current-snapshot-id'] === -1n || metadata['current-snapshot-id'] === null)
    delete metadata['current-snapshot-id'];
  const current = metadata['current-snapshot-id'];
  if (current !== undefined && !metadata.refs.main)
    metadata.refs = { ...metadata.refs, main: { 'snapshot-id': current, type: 'branch' } };
  metadata['format-version'] = 2;
  metadata['last-sequence-number'] ??= 0;
  for (const snapshot of metadata.snapshots) {
    snapshot['sequence-number'] ??= 0;
    snapshot.summary ??= { operation: 'append' };
  }
  return metadata;
}

function schemas(raw: Json): Json {
  const single = raw.schema as Schema | undefined;
  const list =
    (raw.schemas as Schema[] | undefined) ??
    (single ? [{ ...single, 'schema-id': single['schema-id'] ?? 0 }] : []);
  const schema = list[0];
  if (!schema) throw new IcebergError('table metadata without a schema');
  return {
    schemas: list,
    'current-schema-id': raw['current-schema-id'] ?? schema['schema-id'],
    'last-column-id': raw['last-column-id'] ?? Math.max(...list.map(lastColumnId)),
  };
}

function specs(raw: Json): Json {
  const single = raw['partition-spec'] as Partial<PartitionField>[] | undefined;
  // Version 1 had no partition field ids: they were assigned in order, from 1000.
  const list = (
    (raw['partition-specs'] as PartitionSpec[] | undefined) ?? [
      { 'spec-id': 0, fields: (single ?? []) as PartitionField[] },
    ]
  ).map((spec) => ({
    ...spec,
    fields: spec.fields.map((f, i) => ({ ...f, 'field-id': f['field-id'] ?? FIRST_PARTITION_ID + i })),
  }));
  const last = Math.max(FIRST_PARTITION_ID - 1, ...list.flatMap((s) => s.fields.map((f) => f['field-id'])));
  return {
    'partition-specs': list,
    'default-spec-id': raw['default-spec-id'] ?? 0,
    'last-partition-id': raw['last-partition-id'] ?? last,
  };
}

function sortOrders(raw: Json): Json {
  const unsorted: SortOrder[] = [{ 'order-id': 0, fields: [] }];
  return {
    'sort-orders': raw['sort-orders'] ?? unsorted,
    'default-sort-order-id': raw['default-sort-order-id'] ?? 0,
  };
}

function histories(raw: Json): Json {
  return {
    properties: raw.properties ?? {},
    snapshots: raw.snapshots ?? [],
    'snapshot-log': raw['snapshot-log'] ?? [],
    'metadata-log': raw['metadata-log'] ?? [],
    refs: raw.refs ?? {},
  };
}
