import type { RelationColumn } from '../../../sql/catalog/catalogResolver';
import type { Type } from '../../../sql/types/types';
import type { Files, TableMetadata } from '../../iceberg';
import type { Cell } from '../execution/inlineRows';

/** What a metadata table shows of a table: its columns, and its rows, which are of the current snapshot or of all. */
export interface MetadataTable {
  columns(metadata: TableMetadata): RelationColumn[];
  rows(metadata: TableMetadata, files: Files): Cell[][] | Promise<Cell[][]>;
}

export const BOOLEAN: Type = { kind: 'boolean' };
export const INTEGER: Type = { kind: 'integer' };
export const BIGINT: Type = { kind: 'bigint' };
export const VARCHAR: Type = { kind: 'varchar' };
/** Times of commits. */
export const TIMESTAMP_WITH_TIME_ZONE: Type = { kind: 'timestamp', precision: 3, withTimeZone: true };

/** Columns by their names and types, in order. */
export const columns = (types: Record<string, Type>): RelationColumn[] =>
  Object.entries(types).map(([name, type]) => ({ name, type }));
