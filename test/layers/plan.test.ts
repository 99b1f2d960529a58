import { expect, test } from 'vitest';
import { changesOf } from '../../src/layers/plan';

test('what is only read, or stays, is no change', () => {
  const plan = {
    resource_changes: [
      { address: 'aws_s3_bucket.lake_bucket', change: { actions: ['no-op'] } },
      { address: 'data.aws_caller_identity.me', change: { actions: ['read'] } },
      { address: 'aws_iam_role.analyst', change: { actions: ['update'] } },
      { address: 'aws_kms_key.key', change: { actions: ['delete', 'create'] } },
    ],
    output_changes: { roles: { actions: ['no-op'] }, buckets: { actions: ['update'] } },
  };
  expect(changesOf(JSON.stringify(plan))).toEqual([
    { address: 'aws_iam_role.analyst', actions: ['update'] },
    { address: 'aws_kms_key.key', actions: ['delete', 'create'] },
    { address: 'output.buckets', actions: ['update'] },
  ]);
});
