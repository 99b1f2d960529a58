import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Report,
  readReport,
  renderReport,
  reportMarkdown,
  summary,
  writeReport,
} from '../../src/checks/report';
import { EXIT_CHECKS } from '../../src/checks/run';
import { formatDuration, readStopwatch, type Stopwatch, writeStopwatch } from '../../src/checks/stopwatch';
import type { Target } from '../../src/target/target';

const report: Report = {
  target: 'local',
  commit: 'c0ffee',
  startedAt: '2026-01-02T03:04:05.000Z',
  checks: [
    { id: 1, name: '30-min deploy', status: 'pass', evidence: '42 s from an empty account', ms: 12 },
    { id: 4, name: 'Lineage graph', status: 'not-yet', evidence: 'comes | later\nthan this', ms: 0 },
    { id: 5, name: '100 % IaC', status: 'fail', evidence: 'unmanaged: bucket x', ms: 3400 },
  ],
};

let target: Target;
beforeEach(() => {
  target = { home: fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-report-')) } as Target;
});
afterEach(() => fs.rmSync(target.home, { recursive: true }));

test("there is a check for each of the plan's criteria, by its number and name", () => {
  const plan = fs.readFileSync(path.join(__dirname, '../../plan.md'), 'utf8');
  const criteria = [...plan.matchAll(/^\| (\d) \| \*\*(.+?)\*\* \|/gm)].map(([, id, name]) => [
    Number(id),
    name,
  ]);
  expect(criteria).toHaveLength(7);
  expect(EXIT_CHECKS.map(({ id, name }) => [id, name])).toEqual(criteria);
});

test('a report is written and read back, and has a page', async () => {
  await writeReport(target, report);
  expect(await readReport(target)).toEqual(report);
  const page = fs.readFileSync(path.join(target.home, 'report.md'), 'utf8');
  expect(page).toBe(reportMarkdown(report));
  expect(page).toContain('| 4 | Lineage graph | not yet | 0.0 | comes \\| later than this |');
});

test('without a report there is none', async () => {
  expect(await readReport(target)).toBeUndefined();
});

test('what is not there yet is not red, and not green', () => {
  expect(stripVTControlCharacters(summary(report))).toBe('1 green, 1 not yet, 1 red');
  expect(stripVTControlCharacters(renderReport(report, 100))).toMatch(/5 │ 100 % IaC +│ FAIL +│ +3\.4 s │/);
});

test('only a start from an empty account replaces one', async () => {
  const first: Stopwatch = {
    target: 'local',
    commit: 'a',
    startedAt: report.startedAt,
    fromEmpty: true,
    phases: [{ name: 'layers', ms: 1 }],
    totalMs: 1,
  };
  expect(await readStopwatch(target)).toBeUndefined();
  await writeStopwatch(target, { ...first, fromEmpty: false, totalMs: 9 });
  await writeStopwatch(target, first);
  await writeStopwatch(target, { ...first, fromEmpty: false, totalMs: 5 });
  expect(await readStopwatch(target)).toEqual(first);
  await writeStopwatch(target, { ...first, totalMs: 7 });
  expect((await readStopwatch(target))?.totalMs).toBe(7);
});

test('a damaged stopwatch is not taken for none', async () => {
  fs.writeFileSync(path.join(target.home, 'stopwatch.json'), '{');
  await expect(readStopwatch(target)).rejects.toThrow(SyntaxError);
});

test('durations for people', () => {
  expect([0, 3400, 59_940, 102_000].map(formatDuration)).toEqual(['0.0 s', '3.4 s', '59.9 s', '1 min 42 s']);
});
