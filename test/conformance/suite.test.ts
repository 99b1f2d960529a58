import { ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import { DescribeBudgetsCommand } from '@aws-sdk/client-budgets';
import { GetDatabasesCommand } from '@aws-sdk/client-glue';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListPermissionsCommand, ListResourcesCommand } from '@aws-sdk/client-lakeformation';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceCase } from '../../src/conformance/case';
import { CASES } from '../../src/conformance/cases';
import { isolatedAccount } from '../../src/conformance/isolatedAccount';
import { recordedAnswers } from '../../src/conformance/recorded';
import { renderSuite } from '../../src/conformance/render';
import { runSuite } from '../../src/conformance/suite';
import { clientsOf } from '../../src/target/clients';

let account: Awaited<ReturnType<typeof isolatedAccount>>;
beforeAll(async () => {
  account = await isolatedAccount();
});
afterAll(async () => {
  await account.remove();
});

/** All that the account holds which the suite could have made. */
async function held(): Promise<Record<string, unknown[]>> {
  const clients = clientsOf(account.target);
  const { accountId: AccountId } = account.target;
  try {
    const [athena, glue, s3] = [await clients.athena(), await clients.glue(), await clients.s3()];
    const [budgets, iam, lake] = [
      await clients.budgets(),
      await clients.iam(),
      await clients.lakeFormation(),
    ];
    const permissions = await lake.send(new ListPermissionsCommand({}));
    return {
      buckets: (await s3.send(new ListBucketsCommand({}))).Buckets ?? [],
      groups: (await athena.send(new ListWorkGroupsCommand({}))).WorkGroups!.map(({ Name }) => Name),
      databases: (await glue.send(new GetDatabasesCommand({}))).DatabaseList ?? [],
      budgets: (await budgets.send(new DescribeBudgetsCommand({ AccountId }))).Budgets ?? [],
      roles: (await iam.send(new ListRolesCommand({}))).Roles ?? [],
      locations: (await lake.send(new ListResourcesCommand({}))).ResourceInfoList ?? [],
      readers: permissions.PrincipalResourcePermissions!.filter(({ Principal }) =>
        Principal?.DataLakePrincipalIdentifier?.includes(':role/'),
      ),
    };
  } finally {
    clients.destroy();
  }
}

const EMPTY = {
  buckets: [],
  groups: ['primary'],
  databases: [],
  budgets: [],
  roles: [],
  locations: [],
  readers: [],
};

describe('the suite on a local account of its own', () => {
  test('answers every case as recorded, in whatever order, and leaves nothing', {
    timeout: 60_000,
  }, async () => {
    const backwards = [...CASES].reverse();
    const { results, left } = await runSuite(account.target, backwards, recordedAnswers('local'));
    const wrong = results.filter(({ outcome }) => outcome !== 'same');
    expect(
      wrong.map(({ id, ...told }) => ({ id, ...('lines' in told ? { lines: told.lines } : told) })),
      'If the new answers are meant: `npx lakehouse conformance --record`, and look at what changed.',
    ).toEqual([]);
    expect(results.length).toBe(CASES.length);
    expect(left).toEqual([]);
    expect(await held()).toEqual(EMPTY);
  });

  const broken: ConformanceCase = {
    id: 'broken',
    title: 'A case that breaks half-way',
    needs: ['s3'],
    run: async (scratch) => {
      await scratch.icebergTable('half', 'id int', '(1)');
      await scratch.reader();
      throw new Error('the connection broke');
    },
  };
  const told: ConformanceCase = {
    id: 'told',
    title: 'A case with an answer',
    needs: [],
    run: async () => ({ n: 1 }),
  };

  test('a case that breaks is told as such, the others go on, and nothing is left', async () => {
    const { results, left } = await runSuite(account.target, [broken, told], {});
    expect(results).toMatchObject([
      { id: 'broken', outcome: 'could not run', why: 'Error: the connection broke' },
      { id: 'told', outcome: 'not recorded', answer: { n: 1 } },
    ]);
    expect(left).toEqual([]);
    expect(await held()).toEqual(EMPTY);
  });

  test('a right that whoever asks lacks is no answer', async () => {
    const denied: ConformanceCase = {
      ...told,
      id: 'denied',
      needs: ['glue'],
      run: async ({ target }) => ({
        step: {
          code: 'AccessDenied',
          message: `User: ${await target.deployerArn()} is not authorized to perform: glue:GetTable`,
        },
      }),
    };
    const report = await runSuite(account.target, [denied], {});
    expect(report.results).toMatchObject([{ id: 'denied', outcome: 'could not run' }]);
    expect(renderSuite(report)).toContain('It needs rights in glue.');
  });

  test('after an abort no further case begins, and nothing is left', async () => {
    const abort = new AbortController();
    const stopping: ConformanceCase = {
      ...told,
      id: 'stopping',
      run: async (scratch) => {
        await scratch.bucket();
        abort.abort();
        return 'stopped';
      },
    };
    const { results } = await runSuite(account.target, [stopping, told], {}, { signal: abort.signal });
    expect(results.map(({ id }) => id)).toEqual(['stopping']);
    expect(await held()).toEqual(EMPTY);
  });

  test('another answer than the recorded one is shown place by place', async () => {
    const before = { told: { day: '2026-01-01', answer: { n: 2 } } };
    const report = await runSuite(account.target, [told], before);
    expect(report.results).toMatchObject([{ outcome: 'differs', lines: ['- n: 2', '+ n: 1'] }]);
    const text = renderSuite({ ...report, left: ['bucket b: Access Denied'] });
    expect(text).toContain('- n: 2');
    expect(text).toContain('1 case: 1 differs.');
    expect(text).toContain('bucket b: Access Denied');
  });
});
