import { expect, test } from 'vitest';
import { retryUntilKnown } from '../../src/conformance/retryUntilKnown';

const NEW = /Invalid principal/;
const soon = { again: 1, atMost: 60_000 };

test('asks again until what is new is known', async () => {
  let asked = 0;
  const answer = await retryUntilKnown(
    NEW,
    async () => {
      asked += 1;
      if (asked < 3) throw new Error('Invalid principal');
      return 'granted';
    },
    soon,
  );
  expect([answer, asked]).toEqual(['granted', 3]);
});

test('does not ask again after another error', async () => {
  let asked = 0;
  const refused = retryUntilKnown(
    NEW,
    async () => {
      asked += 1;
      throw new Error('Access denied');
    },
    soon,
  );
  await expect(refused).rejects.toThrow('Access denied');
  expect(asked).toBe(1);
});

test('gives up in the end, with the last error', async () => {
  const never = retryUntilKnown(NEW, () => Promise.reject(new Error('Invalid principal')), {
    again: 1,
    atMost: 0,
  });
  await expect(never).rejects.toThrow('Invalid principal');
});
