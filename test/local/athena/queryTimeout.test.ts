import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Execution } from '../../../src/local/athena/execution/execution';
import { Queries } from '../../../src/local/athena/execution/queries';
import { type Lakehouse, openLakehouse, RESULTS } from './lakehouse';

let lakehouse: Lakehouse;
beforeAll(async () => {
  lakehouse = await openLakehouse();
});
afterAll(() => lakehouse.close());

const ENDLESS = 'SELECT count(*) FROM range(10000000) a(i), range(10000000) b(j) WHERE i * j % 7 = 3';

test('a query that takes longer than the service allows fails, and says so', async () => {
  const queries = new Queries(lakehouse.account, 500);
  const execution: Execution = {
    id: 'too-long',
    query: ENDLESS,
    statementType: 'DML',
    workGroup: 'primary',
    resultConfiguration: { OutputLocation: `s3://${RESULTS}/too-long.csv` },
    state: 'QUEUED',
    submitted: Date.now(),
    times: { preProcessing: 0, queue: 0, engine: 0, service: 0 },
    scannedBytes: 0,
  };
  queries.submit(execution, 'token', 'request', async ({ signal }) => {
    await lakehouse.account.engine.query(ENDLESS, { files: [], signal });
    throw new Error('it ended');
  });
  await queries.settle('too-long', 5000);
  expect(queries.get('too-long')).toMatchObject({ state: 'FAILED', reason: 'Query timeout' });
});
