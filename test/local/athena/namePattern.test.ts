import { expect, test } from 'vitest';
import { hiveNames, likeNames, wholeNames } from '../../../src/local/athena/api/namePattern';

const names = ['customers', 'orders', 'raw_orders', 'orders_2'];

test("Hive's patterns: * and |", () => {
  expect(hiveNames(names, '*orders')).toEqual(['orders', 'raw_orders']);
  expect(hiveNames(names, 'ORDERS*|cust*')).toEqual(['customers', 'orders', 'orders_2']);
  expect(hiveNames(names, 'o*d*s')).toEqual(['orders']);
  expect(hiveNames(['aa'], 'a*aa')).toEqual([]);
  expect(hiveNames(names, '')).toEqual([]);
});

test('LIKE: % and _', () => {
  expect(likeNames(names, '%orders')).toEqual(['orders', 'raw_orders']);
  expect(likeNames(names, 'order_')).toEqual(['orders']);
  expect(likeNames(names, '%_r%e%')).toEqual(
    ['customers', 'orders', 'raw_orders', 'orders_2'].filter((n) => /.r.*e/.test(n)),
  );
  expect(likeNames(['a'.repeat(200)], `${'%a'.repeat(2000)}b`)).toEqual([]);
});

test('regular expressions take whole names; bad ones are refused', () => {
  expect(wholeNames(names, 'orders.*')).toEqual(['orders', 'orders_2']);
  expect(() => wholeNames(names, '(')).toThrow('Invalid expression: (');
});
