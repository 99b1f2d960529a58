import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { json, type Lake, must, OWN_BUCKET, query, s3 } from '../../attack/api/lake';
import { sendBrokenBytes } from './brokenBytes';
import { openFuzzedAccount, openModels, restore } from './fuzzedAccount';
import type { Generated } from './generate';
import { sendAll } from './sendAll';

const SEED = Number(process.env.FAULT_SEED ?? 1);
/** Requests in flight. */
const AT_ONCE = 8;

/** Declares the tests of generated requests. @param count how many */
export function requestSuite(count: number): void {
  describe(`${count} requests that the service models make`, () => {
    let lake: Lake;
    beforeAll(async () => {
      // What the account logs of requests that are wrong is not of interest here; answers are.
      vi.spyOn(console, 'error').mockImplementation(() => undefined);
      lake = await openFuzzedAccount();
    });
    afterAll(() => lake.account.close());

    test('none is answered 5xx, succeeds against its model, leaks or goes unanswered', {
      timeout: 60_000 + count * 100,
    }, async () => {
      const { ran, statuses, findings } = await sendAll(lake, openModels(), {
        seed: SEED,
        count,
        atOnce: AT_ONCE,
      });
      console.log(`requests: ${tell(ran)}; answers: ${tell(statuses)}; ${findings.length} wrong`);
      expect(findings.map(({ asked, wrong }) => `${wrong} — ${describeRequest(asked)}`)).toEqual([]);
    });

    test('bytes that are no requests', { timeout: 60_000 }, async () => {
      const { ran, wrong } = await sendBrokenBytes(lake);
      console.log(`broken bytes: ${ran}; ${wrong.length} wrong`);
      expect(wrong).toEqual([]);
    });

    test('the account still answers, and starts again from what was journalled', {
      timeout: 120_000,
    }, async () => {
      await restore(lake);
      await answers(lake);
      await lake.account.restart();
      await answers(lake);
    });
  });
}

async function answers(lake: Lake): Promise<void> {
  await must(query(lake, 'deployer', 'sts', 'GetCallerIdentity'));
  await must(query(lake, 'deployer', 'iam', 'ListUsers'));
  await must(json(lake, 'deployer', 'glue', 'GetDatabases', {}));
  await must(json(lake, 'deployer', 'athena', 'ListWorkGroups', {}));
  expect((await must(s3(lake, 'deployer', 'GET', `/${OWN_BUCKET}/mine.txt`))).body).toBe('mine');
}

const tell = (counts: Record<string, number>): string => {
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const each = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return `${total} (${each.sort().join(', ')})`;
};

/** Enough to make it again: the number, with the seed. */
const describeRequest = ({ number, service, operation, kind, at, by, request }: Generated): string =>
  `request ${number} of seed ${SEED}: ${service} ${operation} by ${by}, ${kind}${at === undefined ? '' : ` at ${at}`}, ${request.method} ${request.path.slice(0, 120)} ${request.body.toString('latin1').slice(0, 200)}`;
