import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordAnswers, recordedAnswers } from '../../src/conformance/recorded';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lakehouse-recorded-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('nothing is recorded until somebody records', () => {
  expect(recordedAnswers('aws', root)).toBeUndefined();
});

test('cases that were not asked keep their answers, in the order of their ids', () => {
  recordAnswers('aws', { b: 1 }, '2026-01-01', root);
  const file = recordAnswers('aws', { a: 2 }, '2026-01-02', root);
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)).toEqual(['a', 'b']);
  expect(recordedAnswers('aws', root)).toEqual({
    a: { day: '2026-01-02', answer: 2 },
    b: { day: '2026-01-01', answer: 1 },
  });
});

test('the same answer on another day: measured anew on AWS, no change on the local account', () => {
  for (const target of ['aws', 'local'] as const)
    for (const day of ['2026-01-01', '2026-01-02']) recordAnswers(target, { a: 'same' }, day, root);
  expect(recordedAnswers('aws', root)?.a?.day).toBe('2026-01-02');
  expect(recordedAnswers('local', root)?.a?.day).toBe('2026-01-01');
});
