import { describe, expect, test } from 'vitest';
import { type CompactionRules, filesToCompact } from '../../../../src/local/iceberg';
import type { DataFile } from '../../../../src/local/iceberg/manifest/dataFile';
import type { ScanTask } from '../../../../src/local/iceberg/scan/fileTask';

const RULES: CompactionRules = { minFileBytes: 75, maxFileBytes: 180, dataFiles: 3, deleteFiles: 2 };

const file = (
  uri: string,
  sizeInBytes: number,
  rows: number,
  partition: DataFile['partition'],
): DataFile => ({
  content: 'data',
  uri,
  format: 'PARQUET',
  partition,
  rows,
  sizeInBytes,
});
const task = (
  uri: string,
  {
    bytes = 10,
    rows = 5,
    deletes = 0,
    partition = ['a'],
    specId = 0,
  }: Partial<Record<'bytes' | 'rows' | 'deletes' | 'specId', number>> & {
    partition?: DataFile['partition'];
  } = {},
): ScanTask => ({
  file: file(uri, bytes, rows, partition),
  specId,
  positionDeletes: Array.from({ length: deletes }, (_, i) => file(`${uri}-deletes-${i}`, 1, 1, partition)),
  equalityDeletes: [],
});
const chosen = (tasks: ScanTask[], rules: Partial<CompactionRules> = {}) =>
  filesToCompact(tasks, { ...RULES, ...rules }).map((group) => group.map(({ file: { uri } }) => uri));

describe('files to be written anew', () => {
  test('are small ones, when a partition has enough of them', () => {
    const of = (partition: string) => [1, 2].map((n) => task(`${partition}${n}`, { partition: [partition] }));
    expect(chosen([...of('a'), ...of('b'), task('a3'), task('a-large', { bytes: 100 })])).toEqual([
      ['a1', 'a2', 'a3'],
    ]);
  });

  test('are those with many delete files, with all small ones beside them', () => {
    expect(
      chosen([
        task('x', { bytes: 100, deletes: 2 }),
        task('small'),
        task('fine', { bytes: 100, deletes: 1 }),
      ]),
    ).toEqual([['x', 'small']]);
  });

  test('are too large ones, if they can be split', () => {
    const large = (uri: string, rows: number) => task(uri, { bytes: 500, rows });
    expect(chosen([large('l', 1_000_000), large('one-group', 100_000)], { dataFiles: 1 })).toEqual([['l']]);
  });

  test('is not a small one that is alone, whatever the threshold', () => {
    expect(chosen([task('alone')], { dataFiles: 1 })).toEqual([]);
    expect(chosen([task('alone', { deletes: 1 })], { dataFiles: 1, deleteFiles: 1 })).toEqual([['alone']]);
  });

  test('are not those without deletes, if no delete file is enough', () => {
    expect(chosen([task('a', { bytes: 100 }), task('b', { bytes: 100 })], { deleteFiles: 0 })).toEqual([]);
  });

  test('of two partition specs are not put together', () => {
    expect(chosen([task('a'), task('b'), task('c', { specId: 1 })])).toEqual([]);
  });
});
