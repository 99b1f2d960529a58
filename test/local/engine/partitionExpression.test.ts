import { afterAll, beforeAll, expect, it } from 'vitest';
import { partitionExpression, partitionExpressions } from '../../../src/local/engine/partitionExpression';
import { storedType } from '../../../src/local/engine/sqlText';
import { parseTransform } from '../../../src/local/iceberg';
import { applyTransform } from '../../../src/local/iceberg/partition/transform';
import type { PrimitiveType } from '../../../src/local/iceberg/schema/schema';
import { sqlType } from '../../../src/local/iceberg/schema/sqlType';
import { parseValue } from '../../../src/local/iceberg/value/text';
import { Lake } from '../iceberg/lakeTable';

let lake: Lake;
beforeAll(async () => {
  lake = await Lake.open();
});
afterAll(() => lake.close());

/** Values as text that both sides read. */
const VALUES: [PrimitiveType, string[]][] = [
  ['int', ['0', '-1', '-2147483648', '2147483647']],
  ['long', ['0', '-1', '-9223372036854775808', '9223372036854775807', '34']],
  ['decimal(9, 2)', ['14.20', '-0.05', '0.00', '-9999999.99']],
  ['decimal(38, 10)', ['1234567890123456789012345678.0123456789', '-0.0000000001']],
  ['decimal(2, 2)', ['0.99', '-0.01']],
  ['date', ['1969-12-31', '2017-11-16', '0001-01-01', '1970-01-01']],
  ['time', ['22:31:08', '00:00:00', '23:59:59.999999']],
  ['timestamp', ['1969-12-31 23:59:59.999999', '2017-11-16 22:31:08.000001', '1900-02-28 00:00:00']],
  ['timestamptz', ['1969-12-31 23:59:59.999999+00', '2017-11-16 22:31:08+00']],
  ['string', ['iceberg', '', '🧊🧊🧊', "it's"]],
  ['uuid', ['f79c3e09-677c-4bbd-a479-3f349cb785e7']],
  ['binary', ['00010203', 'ff', '']],
  ['boolean', ['true', 'false']],
];
const TRANSFORMS = [
  'identity',
  'void',
  'bucket[16]',
  'truncate[3]',
  'truncate[1000]',
  'year',
  'month',
  'day',
  'hour',
];

it.each(VALUES)('SQL of every transform gives what the specification says of %s', async (type, texts) => {
  for (const name of TRANSFORMS) {
    const transform = parseTransform(name);
    const first = applyTransform(transform, type, parseValue(type, texts[0]!)!);
    if (first === undefined) continue;
    for (const text of texts) {
      const sql =
        type === 'binary'
          ? `unhex('${text}')`
          : `CAST('${text.replaceAll("'", "''")}' AS ${storedType(sqlType(type))})`;
      const [[found]] = (await lake.rows(
        `SELECT CAST(${partitionExpression(transform, type, 'v')} AS VARCHAR) FROM (SELECT ${sql} AS v)`,
      )) as [[string | null]];
      const expected = applyTransform(transform, type, parseValue(type, text)!)!;
      expect(found, `${name} of ${text}`).toBe(
        Buffer.isBuffer(expected)
          ? expected.toString('hex').toUpperCase()
          : expected === null
            ? null
            : String(expected),
      );
    }
  }
});

it('NULL stays NULL', async () => {
  for (const name of TRANSFORMS) {
    const sql = partitionExpression(parseTransform(name), 'timestamp', 'v');
    if (name.startsWith('truncate')) continue;
    expect(await lake.rows(`SELECT ${sql} FROM (SELECT NULL::TIMESTAMP AS v)`)).toEqual([[null]]);
  }
});

it('names columns to the letter, and refuses nested sources and transforms of the future', () => {
  const schema = {
    type: 'struct' as const,
    'schema-id': 0,
    fields: [
      { id: 1, name: 'a"b', required: false, type: 'string' as const },
      {
        id: 2,
        name: 'st',
        required: false,
        type: {
          type: 'struct' as const,
          fields: [{ id: 3, name: 'x', required: false, type: 'int' as const }],
        },
      },
    ],
  };
  const spec = (source: number, transform = 'identity') => ({
    'spec-id': 0,
    fields: [{ 'source-id': source, 'field-id': 1000, name: 'p', transform }],
  });
  expect(partitionExpressions(spec(1), schema)).toEqual(['CAST("a""b" AS VARCHAR)']);
  expect(() => partitionExpressions(spec(3), schema)).toThrow(
    'NOT_SUPPORTED: Partitioning by nested or dropped column',
  );
  expect(() => partitionExpressions(spec(1, 'zorder[2]'), schema)).toThrow(
    'NOT_SUPPORTED: Partition transform is not supported: zorder[2]',
  );
});
