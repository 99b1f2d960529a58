import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { followFile } from '../../../src/layers/terraform/followFile';

test('every line as it comes, also one that is written in parts, also the last without an end', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-follow-'));
  const file = path.join(folder, 'log');
  fs.writeFileSync(file, '');
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const lines: string[] = [];
  let seen = () => {};
  const first = new Promise<void>((resolve) => {
    seen = resolve;
  });
  const all = followFile(file, ended, (line) => {
    lines.push(line);
    seen();
  });
  const euro = Buffer.from('two €\n');
  fs.appendFileSync(file, 'one\n');
  fs.appendFileSync(file, euro.subarray(0, 5));
  await first;
  expect(lines).toEqual(['one']);
  fs.appendFileSync(file, euro.subarray(5));
  fs.appendFileSync(file, 'three');
  end();
  await all;
  expect(lines).toEqual(['one', 'two €', 'three']);
  fs.rmSync(folder, { recursive: true });
});
