import { CreateWorkGroupCommand } from '@aws-sdk/client-athena';
import { GetCatalogImportStatusCommand } from '@aws-sdk/client-glue';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { attempt, steps } from '../attempt';
import type { ConformanceCase } from '../case';

/** Who one can be, and what one is told without a right. */
export const identity: readonly ConformanceCase[] = [
  {
    id: 'sts-assume-role',
    title: 'Roles that are not there or do not trust, and sessions that cannot be',
    needs: ['iam', 's3', 'athena', 'sts'],
    async run(scratch) {
      const { arn } = await scratch.reader();
      const assume =
        (RoleArn: string, RoleSessionName = 'conformance', DurationSeconds?: number) =>
        () =>
          attempt(scratch.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName, DurationSeconds })));
      return steps({
        'missing role': assume(`${arn}-missing`),
        'a name that is none': assume(arn, 'no name'),
        'a name too short': assume(arn, 'n'),
        'too short a time': assume(arn, 'conformance', 899),
        'longer than the role allows': assume(arn, 'conformance', 7200),
        'no ARN of a role': assume('none'),
      });
    },
  },
  {
    id: 'iam-denied',
    title: 'Calls that no policy allows',
    needs: ['athena', 'glue', 'iam', 's3', 'sts'],
    async run(scratch) {
      const { clients } = await scratch.reader();
      await scratch.put('secret.txt', 'secret');
      const [athena, glue, s3] = [await clients.athena(), await clients.glue(), await clients.s3()];
      const Bucket = await scratch.bucket();
      return steps({
        athena: () => attempt(athena.send(new CreateWorkGroupCommand({ Name: scratch.name('denied') }))),
        glue: () => attempt(glue.send(new GetCatalogImportStatusCommand({}))),
        s3: () => attempt(s3.send(new GetObjectCommand({ Bucket, Key: 'secret.txt' }))),
        'a query in another group': async () =>
          scratch.sql('SELECT 1', { athena, workGroup: 'primary', database: null }),
      });
    },
  },
];
