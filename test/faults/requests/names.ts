import { LAKE, OWN_BUCKET, RESULTS } from '../../attack/api/lake';
import { ACCOUNT, REGION } from '../../local/gateway/account';

/** What is in the account, so that requests reach things: by what the member that names it is called. */
export const NAMES: [member: RegExp, values: string[]][] = [
  [/^catalogid$/i, [ACCOUNT]],
  [/accountid$|^account$/i, [ACCOUNT]],
  [/^(database|databasename)$/i, ['lakehouse', 'sandbox', 'none']],
  [/^(table|tablename)$/i, ['customers', 'none']],
  [/^workgroup(name)?$/i, ['primary', 'fuzzed']],
  [/^(catalog|catalogname)$/i, ['AwsDataCatalog']],
  [/queryexecutionid/i, ['00000000-0000-4000-8000-000000000000']],
  [/^querystring$/i, ['SELECT 1', 'SELECT * FROM lakehouse.customers']],
  [/^bucket(name)?$/i, [OWN_BUCKET, LAKE, 'fuzzed-bucket', 'none-such']],
  [/^(outputlocation|locationuri|location)$/i, [`s3://${RESULTS}/fuzz/`, `s3://${LAKE}/sandbox/`]],
  [/^key$/i, ['mine.txt', 'lakehouse/vault/secret.csv', 'a/b']],
  [/^username$/i, ['watcher', 'fuzzed']],
  [/^rolename$/i, ['lakehouse-confused', 'fuzzed']],
  [/^groupname$/i, ['fuzzed']],
  [/^budgetname$/i, ['own-budget', 'fuzzed']],
  [/rolearn$|executionrole/i, [`arn:aws:iam::${ACCOUNT}:role/lakehouse-analyst`]],
  [/policyarn$/i, ['arn:aws:iam::aws:policy/ReadOnlyAccess', `arn:aws:iam::${ACCOUNT}:policy/fuzzed`]],
  [/(policydocument|^policy)$/i, ['{"Version":"2012-10-17","Statement":[]}']],
  [/topicarn$/i, [`arn:aws:sns:${REGION}:${ACCOUNT}:fuzzed`]],
  [/queueurl$/i, [`http://localhost/${ACCOUNT}/fuzzed`]],
  [/loggroupname$/i, ['fuzzed', '/aws/lambda/fuzzed']],
  [/^functionname$/i, ['fuzzed']],
  [/^secretid$/i, ['fuzzed']],
  [
    /resourcearn$|^arn$/i,
    [
      `arn:aws:s3:::${OWN_BUCKET}`,
      `arn:aws:glue:${REGION}:${ACCOUNT}:database/sandbox`,
      `arn:aws:athena:${REGION}:${ACCOUNT}:workgroup/primary`,
      `arn:aws:s3:::${LAKE}/sandbox`,
    ],
  ],
  [/^datalakeprincipalidentifier$/i, [`arn:aws:iam::${ACCOUNT}:role/lakehouse-analyst`]],
  [/^namespace$/i, ['fuzzed', 'AWS/Athena']],
];

/** Texts of which some pattern of a model probably takes one. */
export const SHAPES_OF_TEXT = [
  'fuzzed',
  'abc-1',
  '00000000-0000-4000-8000-000000000000',
  ACCOUNT,
  REGION,
  `arn:aws:s3:::${OWN_BUCKET}`,
  `arn:aws:iam::${ACCOUNT}:role/lakehouse-analyst`,
  `arn:aws:sns:${REGION}:${ACCOUNT}:fuzzed`,
  `s3://${OWN_BUCKET}/x/`,
  'a@example.com',
  '2026-01-01T00:00:00Z',
  '1',
  'A',
  '{}',
  '/',
  'https://example.com/',
  'fuzzed.fifo',
  'rate(5 minutes)',
];
