import { ancestors, snapshotById } from '../../iceberg';
import { momentCell } from '../execution/storedCell';
import { BIGINT, BOOLEAN, columns, type MetadataTable, TIMESTAMP_WITH_TIME_ZONE } from './metadataTable';

/** `"t$history"`: which snapshot was current from when on, oldest first. */
export const historyTable: MetadataTable = {
  columns: () =>
    columns({
      made_current_at: TIMESTAMP_WITH_TIME_ZONE,
      snapshot_id: BIGINT,
      parent_id: BIGINT,
      is_current_ancestor: BOOLEAN,
    }),
  rows: (metadata) => {
    const current = new Set(
      ancestors(metadata, metadata['current-snapshot-id']).map((snapshot) => snapshot['snapshot-id']),
    );
    return metadata['snapshot-log'].map((entry) => {
      const id = entry['snapshot-id'];
      const parent = snapshotById(metadata, id)?.['parent-snapshot-id'];
      return [momentCell(entry['timestamp-ms']), id, parent, current.has(id)];
    });
  },
};
