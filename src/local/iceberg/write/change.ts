import type { Files } from '../files';
import type { TableMetadata } from '../metadata/tableMetadata';

/** A table after a change, and what was written for it. */
export interface Applied {
  metadata: TableMetadata;
  /** Files that only this metadata refers to: they go when it is not committed. */
  written: string[];
  /** Files, staged or written, that it does not refer to: they go when it is committed. */
  unused?: string[];
}

/** One change of a table, apart from its commit: it can be applied again when another writer came first. */
export interface Change {
  /**
   * The table after the change. Writes what only the new metadata refers to (a manifest list, say) and names it, so
   * that it can be removed when the commit fails; `base` stays as it is.
   */
  apply(base: TableMetadata, files: Files, now: Date): Promise<Applied>;
  /** Files that were staged once for all attempts; removed when the commit fails for good. Data files are not among them. */
  readonly staged: string[];
}

/** Sets and removes table properties. */
export function setProperties(set: Record<string, string>, remove: string[] = []): Change {
  return {
    staged: [],
    async apply(base, _files, now) {
      const properties = { ...base.properties, ...set };
      for (const name of remove) delete properties[name];
      return { metadata: { ...base, properties, 'last-updated-ms': later(base, now) }, written: [] };
    },
  };
}

/** Times in the metadata never go back, even when a clock does. */
export function later(base: TableMetadata, now: Date): number {
  return Math.max(base['last-updated-ms'], now.getTime());
}
