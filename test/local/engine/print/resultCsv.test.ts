import { expect, test } from 'vitest';
import { encodeResultMetadata } from '../../../../src/local/athena/results/resultMetadata';
import { csvLine, readCsvRows } from '../../../../src/local/engine/print/resultCsv';

const rows = [
  ['a', 'b'],
  ['1', undefined],
  ['', 'say "hi"'],
  ['two\nlines', 'ü,x'],
  [undefined, undefined],
];
const text = rows.map(csvLine).join('');

test('the bytes are those that Athena writes', () => {
  expect(text).toBe('"a","b"\n"1",\n"","say ""hi"""\n"two\nlines","ü,x"\n,\n');
});

test('what was written is read back', () => {
  const bytes = Buffer.from(text);
  expect(readCsvRows(bytes, 100)).toEqual({ rows, taken: bytes.length });
});

test('a page ends where it was told to, and the next one starts there', () => {
  const bytes = Buffer.from(text);
  const first = readCsvRows(bytes, 2);
  expect(first.rows).toEqual(rows.slice(0, 2));
  expect(readCsvRows(bytes.subarray(first.taken), 100).rows).toEqual(rows.slice(2));
});

test('a piece that ends anywhere never gives a wrong row', () => {
  const bytes = Buffer.from(text);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const head = readCsvRows(bytes.subarray(0, cut), 100);
    const tail = readCsvRows(bytes.subarray(head.taken), 100);
    expect([...head.rows, ...tail.rows]).toEqual(rows);
  }
});

test('the metadata is a protobuf message', () => {
  const bytes = encodeResultMetadata({
    queryId: 'q1',
    columns: [
      {
        CatalogName: 'hive',
        Name: 'n',
        Label: 'n',
        Type: 'varchar',
        Precision: 2147483647,
        Nullable: 'UNKNOWN',
        CaseSensitive: true,
      },
    ],
  });
  // 1: "q1"; 4: {1: "hive", 4: "n", 5: "n", 6: "varchar", 7: 2147483647, 9: 3, 10: 1}
  expect(bytes.toString('hex')).toBe(
    `0a027131221f0a0468697665${'22016e'}${'2a016e'}${'320776617263686172'}${'38ffffffff07'}${'4803'}${'5001'}`,
  );
});
