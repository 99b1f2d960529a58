import { expect, test } from 'vitest';
import { parseMessage } from '../../../src/layers/terraform/messages';

/** As Terraform 1.11 prints them. */
const line = (type: string, more: object) =>
  JSON.stringify({
    '@level': 'info',
    '@message': '…',
    '@module': 'terraform.ui',
    '@timestamp': '2026-01-01T00:00:00Z',
    type,
    ...more,
  });
const resource = { addr: 'aws_s3_bucket.lake_bucket', resource_type: 'aws_s3_bucket' };

test('a thing that is being made, and is made', () => {
  expect(parseMessage(line('apply_start', { hook: { resource, action: 'create' } }))).toEqual({
    type: 'started',
    address: 'aws_s3_bucket.lake_bucket',
    action: 'create',
    seconds: 0,
  });
  expect(
    parseMessage(line('apply_complete', { hook: { resource, action: 'create', elapsed_seconds: 3 } })),
  ).toEqual({
    type: 'done',
    address: 'aws_s3_bucket.lake_bucket',
    action: 'create',
    seconds: 3,
  });
});

test('the counts of a plan', () => {
  expect(
    parseMessage(
      line('change_summary', { changes: { add: 3, change: 1, import: 0, remove: 2, operation: 'plan' } }),
    ),
  ).toEqual({
    type: 'summary',
    add: 3,
    change: 1,
    remove: 2,
  });
});

test('an error, with the thing that it is about', () => {
  const diagnostic = {
    severity: 'error',
    summary: 'creating S3 Bucket',
    detail: 'because',
    address: resource.addr,
  };
  expect(parseMessage(line('diagnostic', { diagnostic }))).toEqual({
    type: 'diagnostic',
    severity: 'error',
    summary: 'creating S3 Bucket',
    detail: 'because',
    address: resource.addr,
  });
});

test('what is not shown, and what is no JSON', () => {
  expect(parseMessage(line('version', { terraform: '1.11.4' }))).toBeUndefined();
  expect(parseMessage('panic: runtime error')).toBeUndefined();
  expect(parseMessage('12')).toBeUndefined();
  expect(parseMessage('null')).toBeUndefined();
});
