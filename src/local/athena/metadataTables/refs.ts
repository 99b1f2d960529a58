import { BIGINT, columns, INTEGER, type MetadataTable, VARCHAR } from './metadataTable';

/** `"t$refs"`: the branches and tags, and how long they keep snapshots. */
export const refsTable: MetadataTable = {
  columns: () =>
    columns({
      name: VARCHAR,
      type: VARCHAR,
      snapshot_id: BIGINT,
      max_reference_age_in_ms: BIGINT,
      min_snapshots_to_keep: INTEGER,
      max_snapshot_age_in_ms: BIGINT,
    }),
  rows: ({ refs }) =>
    Object.entries(refs).map(([name, ref]) => [
      name,
      ref.type.toUpperCase(),
      ref['snapshot-id'],
      ref['max-ref-age-ms'],
      ref['min-snapshots-to-keep'],
      ref['max-snapshot-age-ms'],
    ]),
};
