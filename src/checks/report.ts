import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import Table from 'cli-table3';
import pc from 'picocolors';
import { projectRoot } from '../target/project';
import type { Target } from '../target/target';
import type { CheckStatus } from './check';

/** The outcome of one check. */
export interface CheckResult {
  id: number;
  name: string;
  status: CheckStatus;
  evidence: string;
  ms: number;
}

/** `report.json`. */
export interface Report {
  target: string;
  /** The clone's commit; `unknown` outside of git; `-dirty` behind it when files were changed. */
  commit: string;
  /** ISO 8601. */
  startedAt: string;
  checks: CheckResult[];
}

export function currentCommit(root = projectRoot()): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return `${git('rev-parse', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '-dirty'}`;
  } catch {
    return 'unknown';
  }
}

const WORD: Record<CheckStatus, string> = { pass: 'pass', fail: 'FAIL', 'not-yet': 'not yet' };
const PAINT: Record<CheckStatus, (text: string) => string> = {
  pass: pc.green,
  fail: pc.red,
  'not-yet': pc.yellow,
};

/** The report as a table for a terminal of `width` columns. */
export function renderReport(report: Report, width = process.stdout.columns || 120): string {
  const fixed = [5, 20, 9, 9];
  const evidence = Math.max(30, Math.min(90, width - fixed.reduce((a, b) => a + b) - 6));
  const table = new Table({
    head: ['#', 'check', 'status', 'time', 'evidence'],
    colWidths: [...fixed, evidence],
    colAligns: ['right', 'left', 'left', 'right', 'left'],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const c of report.checks)
    table.push([c.id, c.name, PAINT[c.status](WORD[c.status]), `${(c.ms / 1000).toFixed(1)} s`, c.evidence]);
  return `${table.toString()}\n${summary(report)}`;
}

/** `5 green, 2 not yet, 0 red`. */
export function summary(report: Report): string {
  const count = (status: CheckStatus) => report.checks.filter((c) => c.status === status).length;
  const red = count('fail');
  return `${pc.green(`${count('pass')} green`)}, ${pc.yellow(`${count('not-yet')} not yet`)}, ${red > 0 ? pc.red(`${red} red`) : '0 red'}`;
}

/** The report as a Markdown page. */
export function reportMarkdown(report: Report): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const rows = report.checks.map(
    (c) =>
      `| ${c.id} | ${cell(c.name)} | ${WORD[c.status]} | ${(c.ms / 1000).toFixed(1)} | ${cell(c.evidence)} |`,
  );
  return [
    '# Exit checks',
    '',
    `Target \`${report.target}\`, commit \`${report.commit}\`, started ${report.startedAt}.`,
    '',
    '| # | Check | Status | Seconds | Evidence |',
    '|---|-------|--------|---------|----------|',
    ...rows,
    '',
  ].join('\n');
}

/** Writes `report.json` and `report.md` below the target's home. @returns the folder */
export async function writeReport(target: Target, report: Report): Promise<string> {
  await fs.mkdir(target.home, { recursive: true });
  await fs.writeFile(path.join(target.home, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  await fs.writeFile(path.join(target.home, 'report.md'), reportMarkdown(report));
  return target.home;
}

export async function readReport(target: Pick<Target, 'home'>): Promise<Report | undefined> {
  try {
    return JSON.parse(await fs.readFile(path.join(target.home, 'report.json'), 'utf8')) as Report;
  } catch {
    return undefined;
  }
}
