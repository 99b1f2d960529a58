import { IcebergError } from '../files';
import type { TableMetadata } from '../metadata/tableMetadata';

/** Since rows were read, another writer has changed files that they were read from, or added some. */
export class ConcurrentRowChange extends IcebergError {
  constructor(metadata: TableMetadata) {
    super(`rows of table ${metadata.location} were changed by others at the same time`);
    this.name = 'ConcurrentRowChange';
  }
}
