import { momentCell } from '../execution/storedCell';
import { BIGINT, columns, type MetadataTable, TIMESTAMP_WITH_TIME_ZONE, VARCHAR } from './metadataTable';

/** `"t$snapshots"`: every snapshot that the table still has, oldest first. */
export const snapshotsTable: MetadataTable = {
  columns: () =>
    columns({
      committed_at: TIMESTAMP_WITH_TIME_ZONE,
      snapshot_id: BIGINT,
      parent_id: BIGINT,
      operation: VARCHAR,
      manifest_list: VARCHAR,
      summary: { kind: 'map', key: VARCHAR, value: VARCHAR },
    }),
  rows: ({ snapshots }) =>
    snapshots.map((snapshot) => {
      const { operation, ...summary } = snapshot.summary;
      return [
        momentCell(snapshot['timestamp-ms']),
        snapshot['snapshot-id'],
        snapshot['parent-snapshot-id'],
        operation,
        snapshot['manifest-list'],
        new Map(Object.entries(summary)),
      ];
    }),
};
