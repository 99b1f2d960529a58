import { expect, test } from 'vitest';
import { Slots } from '../../../src/layers/terraform/slots';

test('so many at once, the others in the order of coming; giving back twice is giving back once', async () => {
  const slots = new Slots(1);
  const began: string[] = [];
  const take = async (name: string) => {
    const release = await slots.take();
    began.push(name);
    return release;
  };
  const first = await take('a');
  const second = take('b');
  const third = take('c');
  await new Promise((resolve) => setImmediate(resolve));
  expect(began).toEqual(['a']);
  first();
  first();
  const release = await second;
  await new Promise((resolve) => setImmediate(resolve));
  expect(began).toEqual(['a', 'b']);
  release();
  await third;
  expect(began).toEqual(['a', 'b', 'c']);
});
