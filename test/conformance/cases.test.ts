import { expect, test } from 'vitest';
import { CASES } from '../../src/conformance/cases';
import { recordedAnswers } from '../../src/conformance/recorded';
import { FIDELITY } from '../../src/local/fidelity';

const ids = CASES.map(({ id }) => id);
const named = new Set(FIDELITY.flatMap(({ behaviours }) => behaviours.flatMap((one) => one.case ?? [])));

test('every case has an id of its own, in lower-case words', () => {
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test('every case that a behaviour names is there', () => {
  expect([...named].filter((id) => !ids.includes(id))).toEqual([]);
});

test('every case is named by a behaviour, so that its answer shows on the page', () => {
  expect(ids.filter((id) => !named.has(id))).toEqual([]);
});

test('the local account’s answer to every case is recorded, and no other', () => {
  expect(Object.keys(recordedAnswers('local') ?? {})).toEqual([...ids].sort());
});
