/** What this folder knows of storage: whole files by their address. An address is opaque; on S3 it is `s3://bucket/key`. */
export interface Files {
  /** @throws when there is no such file */
  read(uri: string): Promise<Buffer>;
  /** Writes a new file, whole or not at all. */
  write(uri: string, bytes: Buffer): Promise<void>;
  /** Removes files that no table refers to (leftovers of a commit that lost). Missing ones are no error. */
  remove?(uris: string[]): Promise<void>;
}

/** A table that does not follow the specification, or uses a part of it that is not supported here. */
export class IcebergError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IcebergError';
  }
}
