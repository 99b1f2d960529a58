import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileFor, keyFileOf, objectNameOf } from '../../../src/local/s3/objects/objectNames';

const key = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }),
    fc
      .array(fc.constantFrom('a', 'day=1', '..', '.', '', 'B', '%2e', 'x~~y', '~key', 'é'.repeat(90), '*'), {
        minLength: 1,
        maxLength: 40,
      })
      .map((segments) => segments.join('/')),
  )
  .filter(
    (text) => text.length > 0 && Buffer.byteLength(text) <= 1024 && Buffer.from(text).toString() === text,
  );

test('the name of a file, and its key file if it has one, tell the key', () => {
  fc.assert(
    fc.property(key, (text) => {
      const file = fileFor('lake', text);
      expect(file).toMatch(/^objects\/lake\/[\w./~%-]+$/);
      expect(posix.normalize(file)).toBe(file);
      for (const name of file.split('/')) expect(`${name}~key`.length).toBeLessThanOrEqual(255);
      expect(file.length).toBeLessThan(900);
      const keyFile = keyFileOf(file);
      expect(objectNameOf(file, (name) => (name === keyFile ? text : undefined))).toEqual({
        bucket: 'lake',
        key: text,
        certain: true,
      });
    }),
    { numRuns: 2000 },
  );
});

test('a folder whose case a file system has changed is not taken for the key', () => {
  const file = fileFor('lake', 'Sales/a.csv').replace('Sales', 'sales');
  expect(objectNameOf(file, () => undefined)).toBeUndefined();
});

test('names of a former version are a guess', () => {
  expect(objectNameOf('objects/lake/a/b_c~0123456789abcdef.csv', () => undefined)).toEqual({
    bucket: 'lake',
    key: 'a/b_c.csv',
    certain: false,
  });
});
