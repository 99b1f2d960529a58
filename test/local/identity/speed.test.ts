import { expect, test } from 'vitest';
import { allow, deny } from '../gateway/roles';
import { roleSession, standIn } from './standIn';

/** How much work decisions are. */

const statements = [
  allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::lake/data/*'),
  allow('s3:ListBucket', 'arn:aws:s3:::lake', { Condition: { StringLike: { 's3:prefix': 'data/*' } } }),
  allow(['glue:Get*', 'athena:*']),
  deny('s3:*', 'arn:aws:s3:::lake/secret/*'),
];
const caller = roleSession('r');
/** The best of several rounds, in ms a call: others work on the machine too. */
async function perCall(
  rounds: number,
  calls: number,
  call: (index: number) => Promise<unknown>,
): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (let index = 0; index < calls; index++) await call(round * calls + index);
    best = Math.min(best, (performance.now() - start) / calls);
  }
  return best;
}

test('a decision that is kept, and one that is not', async () => {
  const { policies } = standIn({ identities: { r: statements } });
  const ask = (name: string) => policies.decide(caller, 's3:GetObject', `arn:aws:s3:::lake/data/${name}`);
  const known = await perCall(20, 100, () => ask('one'));
  const unknown = await perCall(20, 25, (index) => ask(String(index)));
  console.log(`a kept decision: ${known.toFixed(3)} ms; a new one: ${unknown.toFixed(3)} ms`);
  expect(known).toBeLessThan(0.5);
  expect(unknown).toBeLessThan(3);
});

test('10,000 objects of one folder, and of many, are one decision', async () => {
  const { policies } = standIn({ identities: { r: statements } });
  let decisions = 0;
  const decide = policies.decide.bind(policies);
  policies.decide = (...of) => {
    decisions += 1;
    return decide(...of);
  };
  const objects = (folders: number) =>
    Array.from(
      { length: 10_000 },
      (_, index) => `arn:aws:s3:::lake/data/${index % folders}/part-${index}.parquet`,
    );
  for (const folders of [1, 1_000]) {
    const all = objects(folders);
    decisions = 0;
    const took = await perCall(10, 1, () => policies.authorizeEach(caller, 's3:GetObject', all));
    console.log(`10,000 objects in ${folders} folders: ${took.toFixed(1)} ms`);
    expect(decisions).toBe(10);
    expect(took).toBeLessThan(60);
  }
  await expect(
    policies.authorizeEach(caller, 's3:GetObject', [...objects(1), 'arn:aws:s3:::lake/secret/x']),
  ).rejects.toThrow('lake/secret/x with an explicit deny in an identity-based policy');
});

test('the launcher is asked once until something changes', async () => {
  const { policies, calls } = standIn({ identities: { r: statements } });
  for (let index = 0; index < 3; index++)
    await policies.decide(caller, 's3:GetObject', `arn:aws:s3:::lake/data/${index}`);
  expect(calls).toEqual({ identity: 1, 'resource-policy': 1 });
  policies.flush();
  await policies.decide(caller, 's3:GetObject', 'arn:aws:s3:::lake/data/0');
  expect(calls).toEqual({ identity: 2, 'resource-policy': 2 });
});

test('a decision is kept only by all that it read', async () => {
  const known = {
    identities: { r: [allow('s3:ListBucket', '*', { Condition: { StringEquals: { 's3:prefix': 'a' } } })] },
  };
  const { policies } = standIn(known);
  const ask = async (prefix: string) =>
    (await policies.decide(caller, 's3:ListBucket', 'arn:aws:s3:::b', { 's3:prefix': prefix })).outcome;
  expect([await ask('a'), await ask('b'), await ask('a')]).toEqual(['allowed', 'implicit', 'allowed']);
  const until = new Date(caller.request.now.getTime() + 1000).toISOString();
  known.identities.r = [allow('s3:*', '*', { Condition: { DateLessThan: { 'aws:CurrentTime': until } } })];
  policies.flush();
  const at = async (now: Date) =>
    (
      await policies.decide(
        { ...caller, request: { ...caller.request, now } },
        's3:GetObject',
        'arn:aws:s3:::b/k',
      )
    ).outcome;
  expect(await at(caller.request.now)).toBe('allowed');
  expect(await at(new Date(caller.request.now.getTime() + 2000))).toBe('implicit');
});
