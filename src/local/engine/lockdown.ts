import { escapeGlob, literal, literals } from './sqlText';

export interface Settings {
  tempFolder: string;
  /** In DuckDB's words, such as `1GB`. */
  memoryLimit: string;
  threads?: number;
}

/** What one locked DuckDB can open. */
export interface Access {
  /** Full paths of files. */
  files: Iterable<string>;
  /** Folders whose files may be read and written. */
  folders: string[];
}

/** Statements that set a fresh DuckDB up. Nothing of a query is in them, so they run before one comes. */
export function settings(options: Settings): string[] {
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
    // The system keeps read files in memory anyway, where that costs the query nothing of its limit.
    `SET GLOBAL enable_external_file_cache = false`,
  ];
}

/**
 * Statements that lock DuckDB. The order matters: files and folders can only be named while access is still open, and
 * after `lock_configuration` nothing can be set any more. User text never gets here; this is the second fence, for
 * the day when generated SQL has a hole.
 */
export function lock({ files, folders }: Access): string[] {
  return [
    `SET GLOBAL allowed_paths = ${literals([...new Set([...files].flatMap(spellings))])}`,
    `SET GLOBAL allowed_directories = ${literals(folders)}`,
    `SET GLOBAL enable_external_access = false`,
    `SET GLOBAL lock_configuration = true`,
  ];
}

/** Sources escape the path; DuckDB asks for the path as it is spelled, then for the file that it found by it. */
const spellings = (path: string): string[] => [path, escapeGlob(path)];
