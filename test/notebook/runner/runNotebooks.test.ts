import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readNotebook } from '../../../src/notebook/runner/notebook';
import type { NotebookResult } from '../../../src/notebook/runner/runNotebook';
import { runNotebooks } from '../../../src/notebook/runner/runNotebooks';
import { timesOf } from '../../../src/notebook/runner/runSummary';
import { writeFixture } from './fixtures';

const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'lakehouse-notebooks-'));
const place = (name: string) => path.join(folder, name);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('several notebooks', () => {
  let results: NotebookResult[];
  beforeAll(async () => {
    const files = [
      writeFixture(folder, 'broken', ['throw new RangeError("gone");', 'console.log(1)']),
      writeFixture(folder, 'busy', [
        'console.log(process.env.LAKEHOUSE_HOME, process.cwd());',
        'await new Promise((go) => setTimeout(go, 4000));',
      ]),
      writeFixture(folder, 'leaving', [
        'import { spawn } from "node:child_process";\nspawn("sleep", ["300"], { detached: true, stdio: "ignore" }).unref();',
        'await new Promise((go) => setTimeout(go, 4000));',
      ]),
    ];
    results = await runNotebooks(files, {
      target: 'local',
      home: place('home'),
      out: place('out'),
      junit: place('results/junit.xml'),
    });
  }, 60_000);
  const copy = (name: string) => readNotebook(place(`out/${name}.ipynb`));

  test('a failure does not keep the next from being run', () => {
    expect(results.map(({ name, cells }) => [name, ...cells.map(({ status }) => status)])).toEqual([
      ['broken', 'failed', 'not run'],
      ['busy', 'passed', 'passed'],
      ['leaving', 'passed', 'passed'],
    ]);
  });

  test('copies with outputs, also of what failed; nothing else in the folder', () => {
    expect(fs.readdirSync(place('out')).sort()).toEqual(['broken.ipynb', 'busy.ipynb', 'leaving.ipynb']);
    expect(copy('busy').metadata.lakehouse).toMatchObject({ target: 'local', passed: true });
    expect(copy('broken').metadata.lakehouse).toMatchObject({ passed: false });
    expect(copy('broken').cells[0]!.outputs!.at(-1)).toMatchObject({
      output_type: 'error',
      ename: 'RangeError',
    });
  });

  test('cells run where the notebook lies, in the account of the run, and copies do not say where that is', () => {
    expect(copy('busy').cells[0]!.outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: `.lakehouse ${folder}\n` },
    ]);
  });

  test('results as JUnit XML', () => {
    const xml = fs.readFileSync(place('results/junit.xml'), 'utf8');
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).toMatch(/<testsuite name="broken" tests="2" failures="1"/);
  });

  test('what a notebook leaves running is stopped and named', () => {
    expect(results[2]!.leftovers).toEqual(['sleep 300']);
  });

  test('a kernel starts while the notebook before it runs: it adds less than that of the first, which nothing hides', () => {
    expect(timesOf(results[2]!).added).toBeLessThan(timesOf(results[0]!).added * 0.8);
  });
});

test('a run that is stopped ends its cell, and runs no other', { timeout: 60_000 }, async () => {
  const files = [
    writeFixture(folder, 'endless', [
      'const a = 1;',
      'await new Promise((go) => setTimeout(go, 600_000));',
      'a',
    ]),
    writeFixture(folder, 'never', ['console.log("never")']),
  ];
  const stop = new AbortController();
  const onCellStart = ({ number }: { number: number }) => {
    if (number === 2) setImmediate(() => stop.abort());
  };
  const results = await runNotebooks(files, {
    target: 'local',
    home: place('home'),
    out: place('stopped'),
    junit: place('stopped.xml'),
    signal: stop.signal,
    events: { onCellStart },
  });
  expect(results.map(({ name, cells }) => [name, ...cells.map(({ status }) => status)])).toEqual([
    ['endless', 'passed', 'failed', 'not run'],
  ]);
  expect(results[0]!.cells[1]!.failure!.name).toBe('Stopped');
  expect(fs.readFileSync(place('stopped.xml'), 'utf8')).toContain('name="endless"');
});
