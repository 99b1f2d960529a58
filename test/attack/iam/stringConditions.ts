import { allow, deny } from '../../local/gateway/roles';
import { BUCKET, documented, type PolicyCase, when } from './case';
import { OPERATORS, SEVERAL } from './pages';
import { list } from './probes';

/** Listing is allowed under conditions on the prefix that the request brings. */
const listIf = (condition: object): object[] => [allow('s3:ListBucket', BUCKET, when(condition))];
const prefix = (operator: string, value: string | string[]): object[] =>
  listIf({ [operator]: { 's3:prefix': value } });
/** Listing is allowed but for prefixes that meet a condition. */
const notPrefix = (operator: string, value: string | string[]): object[] => [
  allow('s3:*'),
  deny('s3:ListBucket', BUCKET, when({ [operator]: { 's3:prefix': value } })),
];

type Row = [name: string, identity: object[], requested: string | undefined, expect: 'allow' | 'deny'];
const rows = (...table: Row[]) =>
  table.map(([name, identity, requested, expect]) => ({ name, identity, request: list(requested), expect }));

/** Comparisons of texts. */
export const stringConditions: PolicyCase[] = [
  ...documented(
    OPERATORS,
    rows(
      ['StringEquals: equal', prefix('StringEquals', 'open/'), 'open/', 'allow'],
      ['StringEquals: unequal', prefix('StringEquals', 'open/'), 'closed/', 'deny'],
      ['StringEquals: longer', prefix('StringEquals', 'open/'), 'open/a', 'deny'],
      ['StringEquals: other case', prefix('StringEquals', 'open/'), 'Open/', 'deny'],
      ['StringEquals: no key', prefix('StringEquals', 'open/'), undefined, 'deny'],
      ['StringEquals: a star is a star', prefix('StringEquals', 'open/*'), 'open/a', 'deny'],
      ['StringEquals: the star itself', prefix('StringEquals', 'open/*'), 'open/*', 'allow'],
      ['StringEquals: a requested star is no pattern', prefix('StringEquals', 'open/'), '*', 'deny'],
      ['StringNotEquals: equal', prefix('StringNotEquals', 'closed/'), 'closed/', 'deny'],
      ['StringNotEquals: unequal', prefix('StringNotEquals', 'closed/'), 'open/', 'allow'],
      ['StringNotEquals: other case', prefix('StringNotEquals', 'closed/'), 'Closed/', 'allow'],
      ['StringNotEquals: no key', prefix('StringNotEquals', 'closed/'), undefined, 'allow'],
      ['StringNotEquals in a denial: no key', notPrefix('StringNotEquals', 'open/'), undefined, 'deny'],
      ['StringNotEquals in a denial: equal', notPrefix('StringNotEquals', 'open/'), 'open/', 'allow'],
      ['StringEquals in a denial: equal', notPrefix('StringEquals', 'closed/'), 'closed/', 'deny'],
      ['StringEquals in a denial: no key', notPrefix('StringEquals', 'closed/'), undefined, 'allow'],
      ['StringEqualsIgnoreCase: other case', prefix('StringEqualsIgnoreCase', 'open/'), 'OPEN/', 'allow'],
      ['StringEqualsIgnoreCase: unequal', prefix('StringEqualsIgnoreCase', 'open/'), 'closed/', 'deny'],
      [
        'StringNotEqualsIgnoreCase: other case',
        prefix('StringNotEqualsIgnoreCase', 'closed/'),
        'CLOSED/',
        'deny',
      ],
      [
        'StringNotEqualsIgnoreCase: unequal',
        prefix('StringNotEqualsIgnoreCase', 'closed/'),
        'open/',
        'allow',
      ],
      ['StringNotEqualsIgnoreCase: no key', prefix('StringNotEqualsIgnoreCase', 'x'), undefined, 'allow'],
      ['StringLike: a star', prefix('StringLike', 'open/*'), 'open/x/y', 'allow'],
      ['StringLike: a star may be nothing', prefix('StringLike', 'open/*'), 'open/', 'allow'],
      ['StringLike: a star in the middle', prefix('StringLike', 'o*/a'), 'open/a', 'allow'],
      ['StringLike: outside the pattern', prefix('StringLike', 'open/*'), 'closed/', 'deny'],
      ['StringLike: the pattern is the whole', prefix('StringLike', 'pen/*'), 'open/a', 'deny'],
      ['StringLike: other case', prefix('StringLike', 'open/*'), 'OPEN/a', 'deny'],
      ['StringLike: a question mark', prefix('StringLike', 'open/?'), 'open/a', 'allow'],
      ['StringLike: a question mark is not nothing', prefix('StringLike', 'open/?'), 'open/', 'deny'],
      ['StringLike: a question mark is not two', prefix('StringLike', 'open/?'), 'open/ab', 'deny'],
      ['StringLike: no key', prefix('StringLike', '*'), undefined, 'deny'],
      ['StringLike: a dot is a dot', prefix('StringLike', 'open.a*'), 'open/a', 'deny'],
      ['StringLike: brackets are brackets', prefix('StringLike', '[o]pen/*'), 'open/a', 'deny'],
      ['StringLike: a bar is a bar', prefix('StringLike', 'x|open/a'), 'open/a', 'deny'],
      ['StringLike in a denial: met', notPrefix('StringLike', 'closed/*'), 'closed/c', 'deny'],
      [
        'StringLike in a denial: a star is also a new line',
        notPrefix('StringLike', 'closed/*'),
        'closed/\nc',
        'deny',
      ],
      ['StringLike: a star is also a new line', prefix('StringLike', 'open/*'), 'open/\n', 'allow'],
      ['StringNotLike: met by the pattern', prefix('StringNotLike', 'closed/*'), 'closed/c', 'deny'],
      ['StringNotLike: outside the pattern', prefix('StringNotLike', 'closed/*'), 'open/a', 'allow'],
      ['StringNotLike: no key', prefix('StringNotLike', 'closed/*'), undefined, 'allow'],
      ['StringNotLike in a denial: no key', notPrefix('StringNotLike', 'open/*'), undefined, 'deny'],
    ),
  ),
  ...documented(
    SEVERAL,
    rows(
      ['several values: one is enough', prefix('StringEquals', ['closed/', 'open/']), 'open/', 'allow'],
      ['several values: none', prefix('StringEquals', ['closed/', 'open/']), 'else/', 'deny'],
      ['several patterns: one is enough', prefix('StringLike', ['x*', 'o*']), 'open/', 'allow'],
      ['negated, several values: one of them', prefix('StringNotEquals', ['a', 'b']), 'b', 'deny'],
      ['negated, several values: none of them', prefix('StringNotEquals', ['a', 'b']), 'c', 'allow'],
      ['negated, several patterns: one of them', prefix('StringNotLike', ['a*', 'b*']), 'bc', 'deny'],
      [
        'several operators: all are met',
        listIf({ StringLike: { 's3:prefix': 'o*' }, StringNotEquals: { 's3:prefix': 'open/x' } }),
        'open/a',
        'allow',
      ],
      [
        'several operators: one is not met',
        listIf({ StringLike: { 's3:prefix': 'o*' }, StringNotEquals: { 's3:prefix': 'open/x' } }),
        'open/x',
        'deny',
      ],
      [
        'several keys: one is not there',
        listIf({ StringEquals: { 's3:prefix': 'open/', 's3:delimiter': '/' } }),
        'open/',
        'deny',
      ],
      [
        'two statements: the conditions of one are enough',
        [...prefix('StringEquals', 'a'), ...prefix('StringEquals', 'b')],
        'b',
        'allow',
      ],
    ),
  ),
  ...documented(SEVERAL, [
    {
      name: 'several keys: all are met',
      identity: listIf({ StringEquals: { 's3:prefix': 'open/', 's3:delimiter': '/' } }),
      request: list('open/', { Delimiter: '/' }),
      expect: 'allow',
    },
    {
      name: 'several keys: one is not met',
      identity: listIf({ StringEquals: { 's3:prefix': 'open/', 's3:delimiter': '/' } }),
      request: list('open/', { Delimiter: '-' }),
      expect: 'deny',
    },
    {
      name: 'several keys in a denial: one is not met, so it does not count',
      identity: [
        allow('s3:*'),
        deny('s3:ListBucket', BUCKET, when({ StringEquals: { 's3:prefix': 'x', 's3:delimiter': '/' } })),
      ],
      request: list('x', { Delimiter: '-' }),
      expect: 'allow',
    },
    {
      name: 'the name of a key is in any case',
      identity: listIf({ StringEquals: { 'S3:PREFIX': 'open/' } }),
      request: list('open/'),
      expect: 'allow',
    },
    {
      name: 'the name of a key is in any case in a denial',
      identity: [allow('s3:*'), deny('s3:ListBucket', BUCKET, when({ StringEquals: { 'S3:Prefix': 'x' } }))],
      request: list('x'),
      expect: 'deny',
    },
  ]),
];
