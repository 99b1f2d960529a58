import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { junitXml } from '../../../src/notebook/runner/junit';
import { cellResult, failed, notebookResult } from './result';

const parse = (xml: string) => {
  expect(XMLValidator.validate(xml)).toBe(true);
  const isArray = (name: string) => name === 'testsuite' || name === 'testcase';
  return new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray }).parse(xml).testsuites;
};

test('a suite a notebook, a case a cell, with their times', () => {
  const xml = junitXml([
    notebookResult([cellResult(1), cellResult(2)]),
    notebookResult([cellResult(1)], { name: '01-second' }),
  ]);
  const { testsuite, ...all } = parse(xml);
  expect(all).toMatchObject({ tests: '3', failures: '0', skipped: '0', time: '3.500' });
  expect(testsuite).toHaveLength(2);
  expect(testsuite[0]).toMatchObject({ name: '00-first', time: '2.000', timestamp: '2026-03-01T08:00:00' });
  expect(testsuite[0].testcase[1]).toEqual({
    classname: '00-first',
    name: 'cell 2: const a2 = 2;',
    time: '0.500',
  });
});

test('a failure with its reason, the cell, and what it had printed; what came after it was skipped', () => {
  const xml = junitXml([
    notebookResult([cellResult(1, failed), cellResult(2, { status: 'not run', seconds: 0 })]),
  ]);
  const { testsuite, ...all } = parse(xml);
  expect(all).toMatchObject({ tests: '2', failures: '1', skipped: '1' });
  const [first, second] = testsuite[0].testcase;
  expect(first.failure).toMatchObject({
    type: 'QueryFailed',
    message: 'line 1:8: no column <a> & "b" second line',
  });
  expect(first.failure['#text']).toBe('thestack\n\nThe cell:\nconst a1 = 1;');
  expect(first['system-out']).toBe('before it failed');
  expect(second.skipped.message).toMatch(/not run/);
});

test('characters that XML cannot hold are left out', () => {
  const source = 'say("\u0000\u001b[31m\ud800 ✓ 🙂 ]]> <b>")';
  const { testsuite } = parse(junitXml([notebookResult([cellResult(1, { source })])]));
  expect(testsuite[0].testcase[0].name).toBe('cell 1: say("[31m ✓ 🙂 ]]> <b>")');
});

test('processes that were left running are named', () => {
  const { testsuite } = parse(junitXml([notebookResult([cellResult(1)], { leftovers: ['sleep 100'] })]));
  expect(testsuite[0]['system-err']).toContain('sleep 100');
});
