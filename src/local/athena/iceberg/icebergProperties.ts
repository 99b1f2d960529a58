import type { Property } from '../../../sql/syntax/ast/statement';
import type { CompactionRules, ExpiryRules } from '../../iceberg';
import { QueryFailure } from '../execution/failure';
import { propertyMap } from '../execution/properties';

/** Properties of Iceberg tables that Athena takes (user guide, "Iceberg table properties"). */
const ALLOWED = new Set([
  'format',
  'write_compression',
  'write_target_data_file_size_bytes',
  'optimize_rewrite_min_data_file_size_bytes',
  'optimize_rewrite_max_data_file_size_bytes',
  'optimize_rewrite_data_file_threshold',
  'optimize_rewrite_delete_file_threshold',
  'vacuum_min_snapshots_to_keep',
  'vacuum_max_snapshot_age_seconds',
  'vacuum_max_metadata_files_to_keep',
]);

const FORMATS = ['parquet', 'orc', 'avro'];
const COMPRESSIONS = ['none', 'snappy', 'gzip', 'zstd', 'lz4'];

/**
 * Table properties of CREATE TABLE and ALTER TABLE SET, checked. Keys are lower case.
 * @throws QueryFailure `Unsupported table property key: …`; NOT_SUPPORTED for file formats that are not written here
 */
export function icebergProperties(properties: Property[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [written, value] of Object.entries(propertyMap(properties))) {
    const key = written.toLowerCase();
    if (key === 'table_type') continue;
    if (!ALLOWED.has(key)) throw unsupportedKey(written);
    check(key, value.toLowerCase());
    result[key] = value;
  }
  return result;
}

/** @throws QueryFailure for keys that ALTER TABLE UNSET cannot remove */
export function removableProperties(keys: string[]): string[] {
  for (const key of keys) if (!ALLOWED.has(key.toLowerCase())) throw unsupportedKey(key);
  return keys.map((key) => key.toLowerCase());
}

function check(key: string, value: string): void {
  if (key === 'format') {
    if (!FORMATS.includes(value)) throw invalid(key, value);
    if (value !== 'parquet') {
      throw new QueryFailure(
        `NOT_SUPPORTED: Iceberg tables of format ${value} are not supported by the local account`,
        2,
        1200,
      );
    }
  } else if (key === 'write_compression') {
    if (!COMPRESSIONS.includes(value)) throw invalid(key, value);
  } else if (!/^\d+(\.\d+)?$/.test(value)) {
    throw invalid(key, value);
  }
}

const unsupportedKey = (key: string): QueryFailure =>
  new QueryFailure(`Unsupported table property key: ${key}`, 2, 1200);
const invalid = (key: string, value: string): QueryFailure =>
  new QueryFailure(`Invalid table property value: ${key}=${value}`, 2, 1103);

/** Athena's default for the size that data files are written in. */
const TARGET_BYTES = 512 * 1024 * 1024;

/** Athena's default for `vacuum_max_metadata_files_to_keep`. */
const DEFAULT_METADATA_FILES = 100;

/** The target size of data files, in bytes, when the table's properties give one. */
export function targetFileBytes(properties: Record<string, string>): number | undefined {
  const bytes =
    amount(properties, 'write_target_data_file_size_bytes') ??
    amount(properties, 'write.target-file-size-bytes');
  return bytes !== undefined && bytes > 0 ? bytes : undefined;
}

/** When OPTIMIZE writes files anew (Athena user guide, "Iceberg table properties"). */
export function compactionRules(properties: Record<string, string>): CompactionRules {
  const target = targetFileBytes(properties) ?? TARGET_BYTES;
  const of = (name: string) => amount(properties, `optimize_rewrite_${name}`);
  return {
    minFileBytes: of('min_data_file_size_bytes') ?? 0.75 * target,
    maxFileBytes: of('max_data_file_size_bytes') ?? 1.8 * target,
    dataFiles: of('data_file_threshold') ?? 5,
    deleteFiles: of('delete_file_threshold') ?? 2,
  };
}

/** What VACUUM keeps (Athena user guide, "Iceberg table properties"); what it does not say, other writers' properties do. */
export function expiryRules(properties: Record<string, string>): ExpiryRules {
  const of = (name: string) => amount(properties, name);
  const seconds = of('vacuum_max_snapshot_age_seconds');
  return {
    minSnapshots: of('vacuum_min_snapshots_to_keep') ?? of('history.expire.min-snapshots-to-keep') ?? 1,
    maxSnapshotAgeMs:
      seconds === undefined ? (of('history.expire.max-snapshot-age-ms') ?? 432_000_000) : seconds * 1000,
    maxMetadataFiles: Math.max(
      1,
      of('vacuum_max_metadata_files_to_keep') ??
        of('write.metadata.previous-versions-max') ??
        DEFAULT_METADATA_FILES,
    ),
  };
}

/**
 * Former metadata files that a commit keeps. Fewer than by default are left to VACUUM, which is told so by the same
 * property.
 */
export const keptMetadataFiles = (properties: Record<string, string>): number =>
  Math.max(DEFAULT_METADATA_FILES, amount(properties, 'vacuum_max_metadata_files_to_keep') ?? 0);

function amount(properties: Record<string, string>, name: string): number | undefined {
  const text = properties[name];
  const value = Number(text);
  return text === undefined || text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}
