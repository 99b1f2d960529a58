import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CloudWatchMetrics } from '../../../src/local/moto/cloudWatchMetrics';
import type { Moto } from '../../../src/local/moto/moto';
import { openStore, type Store } from '../../../src/local/store/store';
import { must, openMoto } from './ask';

let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-metrics-'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const open = async (store: Store) => {
  const metrics = new CloudWatchMetrics(store, 'us-east-1');
  const moto = await openMoto(path.join(root, 'moto'), {
    afterReplay: (moto) => metrics.publishTo(moto),
    beforeCall: (claim) => metrics.ready(claim),
  });
  return { moto, metrics };
};

/** How many points CloudWatch has, by its own API. */
async function count(moto: Moto): Promise<number> {
  const now = Date.now();
  const said = await must(moto, [
    'monitoring',
    'GetMetricStatistics',
    {
      Namespace: 'AWS/Athena',
      MetricName: 'TotalExecutionTime',
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now + 3_600_000),
      Period: 86_400,
      Statistics: ['SampleCount'],
    },
  ]);
  return Number(/<SampleCount>([\d.]+)</.exec(said)?.[1] ?? 0);
}

test('points are there at the next look, once, whether a checkpoint has them or not', {
  timeout: 60_000,
}, async () => {
  const store = openStore(path.join(root, 'store'));
  const put = async (metrics: CloudWatchMetrics, times: number) => {
    for (let i = 0; i < times; i++)
      await metrics.put('AWS/Athena', [
        {
          name: 'TotalExecutionTime',
          dimensions: { WorkGroup: 'w' },
          value: i,
          unit: 'Milliseconds',
          at: new Date(),
        },
      ]);
  };
  const first = await open(store);
  await put(first.metrics, 30);
  expect(await count(first.moto)).toBe(30);
  await first.moto.checkpoint();
  await put(first.metrics, 5);
  expect(await count(first.moto)).toBe(35);
  // moto alone ends: what came after the checkpoint is published again, the rest is in it.
  process.kill(await first.moto.pid(), 'SIGKILL');
  await put(first.metrics, 2);
  await expect.poll(() => count(first.moto), { timeout: 10_000 }).toBe(37);
  await first.moto.close();
  const second = await open(store);
  expect(await count(second.moto)).toBe(37);
  await second.moto.close();
  await store.close();
});
