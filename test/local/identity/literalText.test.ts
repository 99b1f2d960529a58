import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allow, deny } from '../gateway/roles';
import { roleSession, standIn } from './standIn';

/** Nothing in a request is a pattern. */

const BUCKET = 'arn:aws:s3:::b/';
const KEY = fc.string({
  unit: fc.constantFrom('a', 'b', '/', ':', '*', '?', '$', '\n', '\u2028', '{', '}'),
  maxLength: 8,
});
const PATTERN = fc.string({ unit: fc.constantFrom('a', 'b', '/', ':', '*', '?'), maxLength: 6 });
const STATEMENTS = fc.array(fc.record({ denies: fc.boolean(), not: fc.boolean(), pattern: PATTERN }), {
  minLength: 1,
  maxLength: 4,
});

interface Written {
  denies: boolean;
  not: boolean;
  pattern: string;
}

function statement({ denies, not, pattern }: Written): object {
  const resource = BUCKET + pattern;
  const { Resource, ...rest } = (denies ? deny : allow)('s3:GetObject', resource);
  return not ? { ...rest, NotResource: Resource } : { ...rest, Resource };
}

/** A pattern against literal text, by the definition. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === '*') return matches(rest, text) || (text !== '' && matches(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && matches(rest, text.slice(1));
}

function expected(statements: Written[], key: string): string {
  const applies = statements.filter(({ not, pattern }) => matches(pattern, key) !== not);
  if (applies.some(({ denies }) => denies)) return 'explicit';
  return applies.length > 0 ? 'allowed' : 'implicit';
}

test('a key is decided on as the text that it is, whatever the policies say', async () => {
  await fc.assert(
    fc.asyncProperty(
      STATEMENTS,
      KEY.filter((key) => key !== ''),
      async (statements, key) => {
        const { policies } = standIn({ identities: { r: statements.map(statement) } });
        const { outcome } = await policies.decide(roleSession('r'), 's3:GetObject', BUCKET + key);
        expect(outcome).toBe(expected(statements, key));
      },
    ),
    { numRuns: 500 },
  );
});

test('many are decided on as each alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      STATEMENTS,
      fc.array(
        KEY.filter((key) => key !== ''),
        { maxLength: 6 },
      ),
      async (statements, keys) => {
        const { policies } = standIn({ identities: { r: statements.map(statement) } });
        const refused = keys.find((key) => expected(statements, key) !== 'allowed');
        const all = policies.authorizeEach(
          roleSession('r'),
          's3:GetObject',
          keys.map((key) => BUCKET + key),
        );
        const told = await all.then(
          () => undefined,
          (error: Error) => error.message,
        );
        if (refused === undefined) expect(told).toBeUndefined();
        else expect(told).toContain(`on resource: ${BUCKET}${refused} `);
      },
    ),
    { numRuns: 200 },
  );
});

test('values of condition keys are text too, and a policy can say so', async () => {
  const ask = async (condition: object, prefix: string) => {
    const statements = [allow('s3:ListBucket', '*', { Condition: condition })];
    const { policies } = standIn({ identities: { r: statements } });
    const context = { 's3:prefix': prefix };
    return (
      (await policies.decide(roleSession('r'), 's3:ListBucket', 'arn:aws:s3:::b', context)).outcome ===
      'allowed'
    );
  };
  expect(await ask({ StringLike: { 's3:prefix': 'home/a/*' } }, 'home/*')).toBe(false);
  expect(await ask({ StringLike: { 's3:prefix': 'home/*' } }, 'home/*')).toBe(true);
  expect(await ask({ StringEquals: { 's3:prefix': 'home/*' } }, 'home/*')).toBe(true);
  expect(await ask({ StringEquals: { 's3:prefix': 'home/*' } }, 'home/a')).toBe(false);
  expect(await ask({ StringLike: { 's3:prefix': 'home/${*}' } }, 'home/*')).toBe(true);
  expect(await ask({ StringLike: { 's3:prefix': 'home/${*}' } }, 'home/a')).toBe(false);
  expect(await ask({ StringNotLike: { 's3:prefix': 'home/*' } }, 'home/\n')).toBe(false);
});
