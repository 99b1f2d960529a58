import { AwsError } from './errors';

/** What a file system answers when it cannot keep what is written, and the reason in words. */
const REASONS: Record<string, string> = {
  ENOSPC: 'is full',
  EDQUOT: 'is full (the quota of this user is used up)',
  EROFS: 'can only be read',
  EIO: 'failed',
};

/**
 * The answer to a caller whose change could not be written to disk: nothing of it was done.
 * @param thrown what was thrown
 * @returns AwsError InsufficientStorage (507), or undefined when the failure is not one of the disk
 */
export function storageError(thrown: unknown): AwsError | undefined {
  const { code, path } = (thrown ?? {}) as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : REASONS[code];
  if (reason === undefined) return undefined;
  const remedy = code === 'EROFS' || code === 'EIO' ? 'Mend it' : 'Free space';
  return new AwsError(
    'InsufficientStorage',
    `The disk of the local account ${reason} (${code}). ${remedy} below ${path ?? 'LAKEHOUSE_HOME'}, then try again. Nothing was changed; reads go on.`,
    507,
  );
}
