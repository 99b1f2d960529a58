import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recoverLayers } from '../../src/layers/recovery';
import { recordRun } from '../../src/layers/terraform/recordedRun';
import { layerFolder, stateFile } from '../../src/layers/workspace';

const STATE = JSON.stringify({ version: 4, serial: 3, resources: [{ type: 'aws_s3_bucket' }] });

let home: string;
let file: string;
let said: string[];
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-recovery-'));
  fs.mkdirSync(layerFolder('guards', { home }), { recursive: true });
  file = stateFile('guards', { home });
  said = [];
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const recover = (signal?: AbortSignal) => recoverLayers({ home }, (text) => said.push(text), signal);
const state = () => fs.readFileSync(file, 'utf8');

describe('recoverLayers', () => {
  test('leaves alone what is in order, and a state that Terraform has just made', async () => {
    await recover();
    fs.writeFileSync(file, '');
    await recover();
    expect(state()).toBe('');
    fs.writeFileSync(file, STATE);
    await recover();
    expect(state()).toBe(STATE);
    expect(said).toEqual([]);
  });

  test.each([
    ['half a state', STATE.slice(0, 20)],
    ['an emptied state', ''],
    ['a state of zeros', '\0\0\0'],
    ['no state at all', '[]'],
  ])('replaces %s by the copy of the one before', async (_, damaged) => {
    fs.writeFileSync(file, damaged);
    fs.writeFileSync(`${file}.backup`, STATE);
    await recover();
    expect(state()).toBe(STATE);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^Layer guards: the state was half written, and Terraform's copy .* is used/);
    const [kept] = fs.readdirSync(path.dirname(file)).filter((name) => name.includes('.damaged-'));
    expect(fs.readFileSync(path.join(path.dirname(file), kept ?? ''), 'utf8')).toBe(damaged);
  });

  test('puts half a state without a copy aside', async () => {
    fs.writeFileSync(file, STATE.slice(0, 20));
    fs.writeFileSync(`${file}.backup`, '{');
    await recover();
    expect(fs.existsSync(file)).toBe(false);
    expect(said[0]).toContain('there is no copy of the one before');
  });

  test('takes the lock of a killed run away, in one sentence', async () => {
    const lock = path.join(layerFolder('guards', { home }), '.guards.tfstate.lock.info');
    fs.writeFileSync(lock, '{"ID":"…"');
    await recover();
    expect(fs.existsSync(lock)).toBe(false);
    expect(said).toEqual([
      'Layer guards: the last run of Terraform was killed, and left its lock; this run goes on from there.',
    ]);
  });

  test('waits for a run that outlived its command, and says so; an abort ends the waiting', async () => {
    const run = spawn('sleep', ['60'], { stdio: 'ignore' });
    recordRun(layerFolder('guards', { home }), run.pid ?? 0, 'apply');
    const abort = new AbortController();
    const stopped = recover(abort.signal);
    setTimeout(() => abort.abort(new Error('enough')), 200);
    await expect(stopped).rejects.toThrow('enough');
    const waited = recover();
    setTimeout(() => run.kill('SIGKILL'), 200);
    await waited;
    expect(said).toHaveLength(2);
    expect(said[0]).toContain(`Waiting for Terraform's apply of the layer guards (pid ${run.pid})`);
  });
});
