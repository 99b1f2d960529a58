import { allow, deny } from '../../local/gateway/roles';
import { BUCKET, documented, type PolicyCase, when } from './case';
import { OPERATORS } from './pages';
import { list, listWorkGroups } from './probes';

const listIf = (condition: object): object[] => [allow('s3:ListBucket', BUCKET, when(condition))];
const notListIf = (condition: object): object[] => [
  allow('s3:ListBucket'),
  deny('s3:ListBucket', BUCKET, when(condition)),
];
const prefix = (operator: string, value = 'open/') => ({ [operator]: { 's3:prefix': value } });

type Row = [name: string, identity: object[], requested: string | undefined, 'allow' | 'deny'];
const prefixes: Row[] = [
  ['StringEqualsIfExists: equal', listIf(prefix('StringEqualsIfExists')), 'open/', 'allow'],
  ['StringEqualsIfExists: unequal', listIf(prefix('StringEqualsIfExists')), 'closed/', 'deny'],
  ['StringEqualsIfExists: no key', listIf(prefix('StringEqualsIfExists')), undefined, 'allow'],
  ['StringEqualsIfExists in a denial: no key', notListIf(prefix('StringEqualsIfExists')), undefined, 'deny'],
  ['StringEqualsIfExists in a denial: unequal', notListIf(prefix('StringEqualsIfExists')), 'x', 'allow'],
  ['StringNotEqualsIfExists: equal', listIf(prefix('StringNotEqualsIfExists')), 'open/', 'deny'],
  ['StringNotEqualsIfExists: unequal', listIf(prefix('StringNotEqualsIfExists')), 'x', 'allow'],
  ['StringNotEqualsIfExists: no key', listIf(prefix('StringNotEqualsIfExists')), undefined, 'allow'],
  [
    'StringNotEqualsIfExists in a denial: no key',
    notListIf(prefix('StringNotEqualsIfExists')),
    undefined,
    'deny',
  ],
  ['StringLikeIfExists: met', listIf(prefix('StringLikeIfExists', 'o*')), 'open/', 'allow'],
  ['StringLikeIfExists: not met', listIf(prefix('StringLikeIfExists', 'o*')), 'closed/', 'deny'],
  ['StringLikeIfExists: no key', listIf(prefix('StringLikeIfExists', 'o*')), undefined, 'allow'],
  ['StringNotLikeIfExists: not met', listIf(prefix('StringNotLikeIfExists', 'o*')), 'open/', 'deny'],
  ['StringEqualsIgnoreCaseIfExists', listIf(prefix('StringEqualsIgnoreCaseIfExists')), 'OPEN/', 'allow'],
  [
    'beside an operator that is not met',
    listIf({ ...prefix('StringEqualsIfExists'), StringEquals: { 's3:delimiter': '/' } }),
    undefined,
    'deny',
  ],
];
/** Operators on keys that this request has not, and on keys that it has with another value. */
const others: [condition: object, 'allow' | 'deny'][] = [
  [{ ArnLikeIfExists: { 'aws:SourceArn': '<role>' } }, 'allow'],
  [{ ArnEqualsIfExists: { 'aws:PrincipalArn': '<role>s' } }, 'deny'],
  [{ ArnNotEqualsIfExists: { 'aws:PrincipalArn': '<role>' } }, 'deny'],
  [{ BoolIfExists: { 'aws:SecureTransport': 'false' } }, 'deny'],
  [{ IpAddressIfExists: { 'aws:VpcSourceIp': '10.0.0.0/8' } }, 'allow'],
  [{ IpAddressIfExists: { 'aws:SourceIp': '10.0.0.0/8' } }, 'deny'],
  [{ NotIpAddressIfExists: { 'aws:SourceIp': '127.0.0.0/8' } }, 'deny'],
  [{ NumericLessThanIfExists: { 'aws:MultiFactorAuthAge': '3600' } }, 'allow'],
  [{ NumericLessThanIfExists: { 'aws:EpochTime': '3600' } }, 'deny'],
  [{ DateLessThanIfExists: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }, 'deny'],
  [{ DateGreaterThanIfExists: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }, 'allow'],
  [{ StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } }, 'allow'],
];

/** Operators that do without the key. */
export const ifExists: PolicyCase[] = [
  ...documented(
    OPERATORS,
    prefixes.map(([name, identity, requested, expect]) => ({
      name,
      identity,
      request: list(requested),
      expect,
    })),
  ),
  ...documented(
    OPERATORS,
    others.map(([condition, expect]) => ({
      name: JSON.stringify(condition),
      identity: [allow('athena:*', '*', when(condition))],
      request: listWorkGroups,
      expect,
    })),
  ),
];
