import { afterEach, describe, expect, it, vi } from 'vitest';
import { toFailure } from '../../../src/local/athena/execution/failure';
import { fileFailure, type ReadFile } from '../../../src/local/athena/execution/fileFailure';
import { describeFailure, engineError } from '../../../src/local/engine/engineError';
import { FileFault } from '../../../src/local/engine/fileFault';
import { SqlError } from '../../../src/sql/errors';

afterEach(() => vi.restoreAllMocks());
const NUMBERED =
  /^GENERIC_INTERNAL_ERROR: An internal error occurred; the account's log says more \(error (\d{9})\)$/;

describe('a disk that is full', () => {
  it('ends a query with a reason that says so, and tells no path', () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, open '/home/me/x'"), {
      code: 'ENOSPC',
      path: '/home/me/x',
    });
    const duckdb = engineError(
      describeFailure(
        new Error('IO Error: Could not write all bytes to file "/home/me/x": No space left on device'),
      ),
      'COPY …',
    );
    for (const { reason } of [toFailure(full), toFailure(duckdb)]) {
      expect(reason).toMatch(/^INSUFFICIENT_STORAGE: The disk of the local account is full/);
      expect(reason).not.toContain('/home');
    }
  });
});

describe('a value with the words of a full disk', () => {
  it('is no full disk', () => {
    const message = "Conversion Error: Could not convert string 'No space left on device' to INT32";
    expect(describeFailure(new Error(message))).toEqual({ kind: 'internal', message });
  });
});

describe('what nobody expects', () => {
  it('ends a query by a number, which the log explains', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { reason, error } = toFailure(new Error("ENOENT: no such file, open '/home/me/x'"), 'query 1');
    const [, number] = NUMBERED.exec(reason)!;
    expect(error).toMatchObject({ ErrorCategory: 1, ErrorType: 200, ErrorMessage: reason });
    expect(log.mock.calls.flat().join(' ')).toContain(`error ${number}: query 1: Error: ENOENT`);
  });

  it('of the engine is written down with its SQL, and once more with its query', () => {
    const entries: string[] = [];
    vi.spyOn(console, 'error').mockImplementation((...entry) => void entries.push(entry.join(' ')));
    const thrown = new Error('Binder Error: Candidate functions: lh_x');
    const { reason } = toFailure(engineError(describeFailure(thrown), 'SELECT secret'), 'query 2');
    const [, number] = NUMBERED.exec(reason)!;
    expect(entries).toEqual([
      `error ${number}: the query engine: Binder Error: Candidate functions: lh_x SELECT secret`,
      `error ${number}: query 2`,
    ]);
  });

  it('has no text of its own anywhere in the error', () => {
    const error = engineError(describeFailure(new Error('Binder Error: /home/me')), 'SELECT 1', () => {});
    expect(
      JSON.stringify(Object.getOwnPropertyNames(error).map((name) => Reflect.get(error, name))),
    ).not.toMatch(/Binder|home\/me/);
    expect(error.cause).toBeUndefined();
  });
});

describe('an error of the engine', () => {
  it('is what its translation says', () => {
    const translate = () => new SqlError('DIVISION_BY_ZERO', 'Division by zero');
    expect(describeFailure(new Error('x'), translate)).toMatchObject({ errorName: 'DIVISION_BY_ZERO' });
  });

  it.each([
    ["Invalid Input Error: No magic bytes found at end of file '/data/a'", 'not Parquet'],
    ["Invalid Input Error: File '/data/a' too small to be a Parquet file", 'not Parquet'],
    ['IO Error: Cannot open file "/data/a": No such file or directory', 'missing'],
    ['IO Error: No files found that match the pattern "/data/a"', 'missing'],
  ])('about a file knows its fault and hides its path: %s', (message, fault) => {
    const error = engineError(describeFailure(new Error(message)), '') as FileFault;
    expect(error).toMatchObject({ fault });
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('/data');
    expect(error.knownAs(new Map([['/data/a', 'found']]))).toBe('found');
  });
});

describe('a file that cannot be read', () => {
  const file: ReadFile = { uri: 's3://lake/t/a.parquet', size: 7, kind: 'ICEBERG' };
  const hive: ReadFile = { uri: 's3://raw/t/a.csv', size: 3, kind: 'HIVE' };

  it('is told by its address', () => {
    const files = new Map([
      ['/x/a', file],
      ['/x/b', hive],
    ]);
    expect(fileFailure(new FileFault('missing', '/x/a'), files).reason).toBe(
      'ICEBERG_CANNOT_OPEN_SPLIT: Error opening Iceberg split s3://lake/t/a.parquet (offset=0, length=7): File s3://lake/t/a.parquet does not exist',
    );
    expect(fileFailure(new FileFault('not UTF-8', '/x/b', 4), files).reason).toBe(
      'HIVE_BAD_DATA: Line 4 of a text file is not UTF-8: s3://raw/t/a.csv',
    );
  });

  it('is the only one that was read, or one of a kind, where nobody knows which', () => {
    expect(fileFailure(new FileFault('corrupt', undefined), new Map([['/x/a', file]])).reason).toContain(
      file.uri,
    );
    const both = new Map([
      ['/x/a', file],
      ['/x/b', { ...file, uri: 's3://lake/t/b.parquet' }],
    ]);
    expect(fileFailure(new FileFault('corrupt', '/x/c'), both).reason).toMatch(
      /^ICEBERG_BAD_DATA: Error reading a data file/,
    );
  });
});
