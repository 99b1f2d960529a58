import { allow, deny } from '../../local/gateway/roles';
import { BUCKET, documented, type PolicyCase, when } from './case';
import { GLOBAL, OPERATORS, REVOKE, SEVERAL } from './pages';
import { list, listWorkGroups } from './probes';

const most = (operator: string, value: string | string[]): object[] => [
  allow('s3:ListBucket', BUCKET, when({ [operator]: { 's3:max-keys': value } })),
];
const now = (operator: string, value: string | string[], key = 'aws:CurrentTime'): object[] => [
  allow('athena:ListWorkGroups', '*', when({ [operator]: { [key]: value } })),
];
/** All sessions older than a time are done with, as the console revokes them. */
const revoked = (time: string): object[] => [
  allow('*'),
  deny('*', '*', when({ DateLessThan: { 'aws:TokenIssueTime': time } })),
];

const PAST = '2020-01-01T00:00:00Z';
const FUTURE = '2090-01-01T00:00:00Z';
/** Seconds since 1970. */
const PAST_EPOCH = '1577836800';
const FUTURE_EPOCH = '3786912000';

type Row = [operator: string, value: string | string[], requested: number | undefined, 'allow' | 'deny'];
const numbers: Row[] = [
  ['NumericEquals', '10', 10, 'allow'],
  ['NumericEquals', '10', 11, 'deny'],
  ['NumericEquals', '10', undefined, 'deny'],
  ['NumericEquals', ['5', '10'], 10, 'allow'],
  ['NumericNotEquals', '10', 10, 'deny'],
  ['NumericNotEquals', '10', 11, 'allow'],
  ['NumericNotEquals', '10', undefined, 'allow'],
  ['NumericNotEquals', ['5', '10'], 10, 'deny'],
  ['NumericLessThan', '10', 9, 'allow'],
  ['NumericLessThan', '10', 10, 'deny'],
  ['NumericLessThan', '20', 100, 'deny'],
  ['NumericLessThanEquals', '10', 10, 'allow'],
  ['NumericLessThanEquals', '10', 11, 'deny'],
  ['NumericLessThanEquals', '10', undefined, 'deny'],
  ['NumericGreaterThan', '10', 11, 'allow'],
  ['NumericGreaterThan', '10', 10, 'deny'],
  ['NumericGreaterThan', '9', 10, 'allow'],
  ['NumericGreaterThanEquals', '10', 10, 'allow'],
  ['NumericGreaterThanEquals', '10', 9, 'deny'],
];
const dates: [operator: string, value: string, 'allow' | 'deny', key?: string][] = [
  ['DateEquals', PAST, 'deny'],
  ['DateNotEquals', PAST, 'allow'],
  ['DateLessThan', FUTURE, 'allow'],
  ['DateLessThan', PAST, 'deny'],
  ['DateLessThanEquals', FUTURE, 'allow'],
  ['DateLessThanEquals', PAST, 'deny'],
  ['DateGreaterThan', PAST, 'allow'],
  ['DateGreaterThan', FUTURE, 'deny'],
  ['DateGreaterThanEquals', PAST, 'allow'],
  ['DateGreaterThanEquals', FUTURE, 'deny'],
  ['DateGreaterThan', PAST_EPOCH, 'allow'],
  ['DateGreaterThan', FUTURE_EPOCH, 'deny'],
  ['NumericGreaterThan', PAST_EPOCH, 'allow', 'aws:EpochTime'],
  ['NumericLessThan', PAST_EPOCH, 'deny', 'aws:EpochTime'],
  ['NumericLessThan', FUTURE_EPOCH, 'allow', 'aws:EpochTime'],
  ['DateGreaterThan', PAST, 'allow', 'aws:EpochTime'],
  ['DateLessThan', PAST, 'deny', 'aws:EpochTime'],
];

/** Comparisons of numbers and of times. */
export const numericDateConditions: PolicyCase[] = [
  ...documented(
    OPERATORS,
    numbers.map(([operator, value, MaxKeys, expect]) => ({
      name: `${operator} ${value}: ${MaxKeys ?? 'no key'}`,
      identity: most(operator, value),
      request: list(undefined, { MaxKeys }),
      expect,
    })),
  ),
  ...documented(
    GLOBAL,
    dates.map(([operator, value, expect, key = 'aws:CurrentTime']) => ({
      name: `${operator} ${value} of ${key}`,
      identity: now(operator, value, key),
      request: listWorkGroups,
      expect,
    })),
  ),
  ...documented(SEVERAL, [
    {
      name: 'between two times: inside',
      identity: [
        allow('athena:*', '*', {
          Condition: {
            DateGreaterThan: { 'aws:CurrentTime': PAST },
            DateLessThan: { 'aws:CurrentTime': FUTURE },
          },
        }),
      ],
      request: listWorkGroups,
      expect: 'allow',
    },
    {
      name: 'between two times: after',
      identity: [
        allow('athena:*', '*', {
          Condition: {
            DateGreaterThan: { 'aws:CurrentTime': PAST },
            DateLessThan: { 'aws:CurrentTime': '2021-01-01T00:00:00Z' },
          },
        }),
      ],
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'more keys than a denial by number bears',
      identity: [
        allow('s3:*'),
        deny('s3:ListBucket', BUCKET, when({ NumericGreaterThan: { 's3:max-keys': '10' } })),
      ],
      request: list(undefined, { MaxKeys: 11 }),
      expect: 'deny',
    },
  ]),
  ...documented(REVOKE, [
    {
      name: 'sessions from before some time are revoked: this one is younger',
      identity: revoked(PAST),
      request: listWorkGroups,
      expect: 'allow',
    },
    {
      name: 'sessions from before some time are revoked: this one is older',
      identity: revoked(FUTURE),
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'sessions are revoked: a key of a user is no session',
      as: 'user',
      identity: revoked(FUTURE),
      request: listWorkGroups,
      expect: 'allow',
    },
    {
      name: 'sessions are revoked: that of a user',
      as: 'userSession',
      identity: revoked(FUTURE),
      request: listWorkGroups,
      expect: 'deny',
    },
  ]),
];
