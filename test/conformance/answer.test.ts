import { describe, expect, test } from 'vitest';
import { difference, normalized } from '../../src/conformance/answer';

describe('a normalized answer', () => {
  test('has the names of the run and the account replaced, longer names first', () => {
    const names = { ab12: '<run>', 'arn:aws:iam::1:user/ab12': '<caller>' };
    expect(normalized({ by: 'arn:aws:iam::1:user/ab12', bucket: 'scratch-ab12' }, names)).toEqual({
      bucket: 'scratch-<run>',
      by: '<caller>',
    });
  });

  test('has ids, request ids, times and long numbers replaced, and keeps dates and short numbers', () => {
    const text =
      'query 3f2b8c1e-0000-4000-8000-0123456789ab at 2024-01-02 03:04:05.678 UTC (Request ID: X9-1; Proxy: null) of snapshot 4029384756102938, day 2024-01-02, line 1:15';
    expect(normalized(text)).toBe(
      'query <id> at <time> (Request ID: <request>; Proxy: null) of snapshot <number>, day 2024-01-02, line 1:15',
    );
  });

  test('is plain: no dates, nothing undefined, no metadata of the SDK, members in order', () => {
    const answer = normalized({
      b: new Date(0),
      a: undefined,
      $metadata: { httpStatusCode: 200 },
      A: [null, 1],
    });
    expect(JSON.stringify(answer)).toBe('{"A":[null,1],"b":"<time>"}');
  });

  test('kept verbatim has times and numbers as they are, and names replaced', () => {
    expect(normalized('ab12 2024-02-29 12:34:56.789', { ab12: '<run>' }, true)).toBe(
      '<run> 2024-02-29 12:34:56.789',
    );
  });
});

describe('a difference', () => {
  test('is empty for the same answers', () => {
    expect(difference({ a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] })).toEqual([]);
  });

  test('names each place where they differ, was and is', () => {
    expect(difference({ step: { code: 'A', n: 1 } }, { step: { code: 'B', n: 1 } })).toEqual([
      '- step.code: A',
      '+ step.code: B',
    ]);
  });

  test('tells what is only in one of them, also when it is empty', () => {
    expect(difference({ rows: [] }, { rows: [['1']], more: null })).toEqual([
      '- rows: []',
      '+ rows[0][0]: 1',
      '+ more: null',
    ]);
  });

  test('keeps each line on one line', () => {
    expect(difference('a\nb', 'a')).toEqual(['- : "a\\nb"', '+ : a']);
  });
});
