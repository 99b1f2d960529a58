import { literal, literals } from './sqlText';

export interface LockdownOptions {
  /** The only folders whose files may be read or written. */
  folders: string[];
  tempFolder: string;
  memoryLimit: string;
  threads?: number;
}

/**
 * Statements that lock a fresh DuckDB. The order matters: folders can only be named while access is still open, and
 * after `lock_configuration` nothing can be set any more. User text never gets here; this is the second fence, for
 * the day when generated SQL has a hole.
 */
export function lockdown(options: LockdownOptions): string[] {
  return [
    `SET GLOBAL TimeZone = 'UTC'`,
    `SET GLOBAL memory_limit = ${literal(options.memoryLimit)}`,
    ...(options.threads === undefined ? [] : [`SET GLOBAL threads = ${options.threads}`]),
    `SET GLOBAL temp_directory = ${literal(options.tempFolder)}`,
    // Athena promises no order without ORDER BY; buffering whole row groups to keep one costs memory on writes.
    `SET GLOBAL preserve_insertion_order = false`,
    `SET GLOBAL autoload_known_extensions = false`,
    `SET GLOBAL autoinstall_known_extensions = false`,
    `SET GLOBAL allow_community_extensions = false`,
    `SET GLOBAL allow_persistent_secrets = false`,
    `SET GLOBAL allowed_directories = ${literals(options.folders)}`,
    `SET GLOBAL enable_external_access = false`,
    `SET GLOBAL lock_configuration = true`,
  ];
}
