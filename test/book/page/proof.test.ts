import { describe, expect, test } from 'vitest';
import { CHECK_GUIDES } from '../../../src/book/checkGuides';
import { changelogPage } from '../../../src/book/page/changelog';
import { checkPage, checkSlug, checksPage } from '../../../src/book/page/checks';
import { proofPage } from '../../../src/book/page/proof';
import type { Reports } from '../../../src/book/reports';
import type { Report } from '../../../src/checks/report';
import { EXIT_CHECKS } from '../../../src/checks/run';
import { dangers, render } from './render';

const REPORT: Report = {
  target: 'local',
  commit: 'b05bb2e7370ea58460b36fa0463125352e1aca91',
  startedAt: '2026-11-25T18:23:51.728Z',
  checks: EXIT_CHECKS.map(({ id, name }) => ({
    id,
    name,
    status: id === 6 ? 'fail' : id === 4 ? 'not-yet' : 'pass',
    evidence: `evidence {of} <${id}>`,
    ms: 1500,
  })),
};
const REPORTS: Reports = {
  checks: REPORT,
  stopwatch: {
    target: 'local',
    commit: REPORT.commit,
    startedAt: REPORT.startedAt,
    fromEmpty: true,
    phases: [{ name: 'layers', ms: 17_000 }],
    totalMs: 22_400,
  },
  benchmarks: [
    {
      name: 'all layers',
      peer: 'plain Terraform',
      seconds: 17,
      peerSeconds: 85,
      at: REPORT.startedAt,
      commit: REPORT.commit,
    },
  ],
};
const criterion = { id: 1, name: '30-min deploy', condition: 'make up ≤ 30 min', verifier: 'the stopwatch' };

/** What a component of the page is given, as JSON. */
function given(mdx: string, name: string, prop: string): unknown {
  const text = new RegExp(`<${name} .*?\\b${prop}=\\{(.*?)\\}(?= [a-zA-Z]+=\\{| ?/?>)`).exec(mdx)?.[1];
  return text === undefined ? undefined : JSON.parse(text);
}

describe('the checks', () => {
  test('every check has a guide, and every guide a check', () => {
    expect(Object.keys(CHECK_GUIDES).map(Number)).toEqual(EXIT_CHECKS.map(({ id }) => id));
  });
  test('the board shows all seven with status, evidence and the way to its page', () => {
    const checks = given(checksPage(EXIT_CHECKS, REPORT), 'CheckBoard', 'checks') as Record<
      string,
      unknown
    >[];
    expect(checks.map(({ status }) => status)).toEqual([
      'pass',
      'pass',
      'pass',
      'not-yet',
      'pass',
      'fail',
      'pass',
    ]);
    expect(checks[4]).toMatchObject({ id: 5, evidence: 'evidence {of} <5>', to: '/checks/5-100-iac' });
  });
  test('without a report the board says so, and claims nothing', () => {
    const page = checksPage(EXIT_CHECKS, undefined);
    expect(page).toContain('there is no report to show');
    expect(given(page, 'CheckBoard', 'checks')).toEqual(
      EXIT_CHECKS.map((check) => ({
        id: check.id,
        name: check.name,
        status: 'not-run',
        to: `/checks/${checkSlug(check)}`,
      })),
    );
  });
  test('a check that the report left out was not run', () => {
    const some = { ...REPORT, checks: REPORT.checks.filter(({ id }) => id === 2) };
    const page = checkPage(EXIT_CHECKS[0]!, criterion, some);
    expect(page).toContain('there is no report to show');
    expect(page).not.toContain('CheckResult');
  });
  test('its page shows the last result with its date', () => {
    const page = checkPage(EXIT_CHECKS[0]!, criterion, REPORT);
    expect(given(page, 'CheckResult', 'evidence')).toBe('evidence {of} <1>');
    expect(given(page, 'ReportFacts', 'at')).toBe(REPORT.startedAt);
    expect(page).toContain('make up ≤ 30 min');
  });
});

describe('the proof', () => {
  test('shows stopwatch and benchmarks with their dates', () => {
    const page = proofPage(EXIT_CHECKS, REPORTS);
    expect(given(page, 'Stopwatch', 'totalMs')).toBe(22_400);
    expect(given(page, 'Ratios', 'measurements')).toEqual(REPORTS.benchmarks);
    expect(page).toContain('value={"5 of 7"} because={"1 red"}');
  });
  test('says of each thing that nobody has measured that it is not there', () => {
    const page = proofPage(EXIT_CHECKS, { benchmarks: [] });
    expect(page).toContain('there is no report to show');
    expect(page).toContain('No `make up` has been timed');
    expect(page).toContain('No benchmark has been run');
    expect(page).toContain('Not yet: there is no report of check 4.');
    expect(page).not.toContain('value=');
  });
  test('tells of the lineage graph what check 4 says', () => {
    expect(proofPage(EXIT_CHECKS, REPORTS)).toContain('Not yet: evidence \\{of} \\<4>.');
  });
  test.each([
    ['proof', proofPage(EXIT_CHECKS, REPORTS)],
    ['proof of nothing', proofPage(EXIT_CHECKS, { benchmarks: [] })],
    ['checks', checksPage(EXIT_CHECKS, REPORT)],
    ...EXIT_CHECKS.map((check): [string, string] => [check.name, checkPage(check, criterion, REPORT)]),
    ['changelog', changelogPage('# Changelog\n\n## 1.0 {x}\n\n- `a`: <b>, {y}\n')],
  ])('%s is a page that compiles', async (_name, mdx) => {
    expect(dangers(await render(mdx))).toEqual([]);
  });
});
