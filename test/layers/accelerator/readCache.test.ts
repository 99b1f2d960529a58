import { beforeEach, expect, test } from 'vitest';
import { fieldOf, messageOf } from '../../../src/layers/accelerator/message';
import { ReadCache } from '../../../src/layers/accelerator/readCache';

/** The provider, played: what it answers, and what it was asked. */
let account: string;
let asked: string[];
let provider: (name: string, request: Buffer) => Promise<Buffer>;
let looks: () => Promise<string>;
let reads: ReadCache;
beforeEach(() => {
  account = 'limit 20';
  asked = [];
  provider = async (name) => (name === 'ReadResource' ? readAnswer(account) : applyAnswer(account));
  looks = async () => account;
  reads = new ReadCache(
    (name, request) => {
      asked.push(name);
      return provider(name, request);
    },
    { aws_budgets_budget: () => looks() },
  );
});

const bytes = (text: string) => Buffer.from(text);
const state = (text: string) => messageOf({ 1: bytes(text) });
const readAnswer = (text: string) => messageOf({ 1: state(text), 3: bytes('private') });
const applyAnswer = (text: string, fields = {}) =>
  messageOf({ 1: state(text), 2: bytes('private'), ...fields });
const read = (text: string, type = 'aws_budgets_budget') =>
  messageOf({ 1: bytes(type), 2: state(text), 3: bytes('private') });
const change = (type = 'aws_budgets_budget') => messageOf({ 1: bytes(type), 3: state('planned') });
const stateOf = (answer: Buffer) => fieldOf(fieldOf(answer, 1), 1).toString();
/** What goes on in the background comes to its end. */
const settle = () => new Promise((done) => setTimeout(done, 5));

test('the same read of an unchanged account is asked for once', async () => {
  for (let i = 0; i < 3; i++) expect(stateOf(await reads.read(read('old')))).toBe('limit 20');
  expect(asked).toEqual(['ReadResource']);
});

test('a change of the account is seen by the next read', async () => {
  await reads.read(read('old'));
  account = 'limit 99';
  expect(stateOf(await reads.read(read('old')))).toBe('limit 99');
  account = 'limit 20';
  expect(stateOf(await reads.read(read('old')))).toBe('limit 20');
  expect(asked).toHaveLength(3);
});

test('another state is another read', async () => {
  await reads.read(read('old'));
  await reads.read(read('older'));
  expect(asked).toHaveLength(2);
});

test('other types are asked for each time', async () => {
  for (let i = 0; i < 2; i++) await reads.read(read('old', 'aws_s3_bucket'));
  await reads.apply(change('aws_s3_bucket'));
  expect(asked).toEqual(['ReadResource', 'ReadResource', 'ApplyResourceChange']);
});

test('what an apply returned counts as read; the provider is asked behind it', async () => {
  await reads.apply(change());
  expect(stateOf(await reads.read(read('limit 20')))).toBe('limit 20');
  await settle();
  await reads.read(read('limit 20'));
  expect(asked).toEqual(['ApplyResourceChange', 'ReadResource']);
});

test('the provider knows better than the apply', async () => {
  provider = async (name) => (name === 'ReadResource' ? readAnswer('normalized') : applyAnswer('limit 20'));
  await reads.apply(change());
  await settle();
  expect(stateOf(await reads.read(read('limit 20')))).toBe('normalized');
});

test('an account that changes while it is read is read again', async () => {
  provider = async () => {
    account = `limit ${asked.length}`;
    return readAnswer(account);
  };
  await reads.read(read('old'));
  await reads.read(read('old'));
  expect(asked).toHaveLength(2);
});

test('errors, warnings and what was destroyed are not remembered', async () => {
  provider = async (name) =>
    name === 'ReadResource'
      ? messageOf({ 1: state('x'), 2: bytes('a warning') })
      : messageOf({ 1: messageOf({ 1: Buffer.from([0xc0]) }) });
  await reads.read(read('old'));
  await reads.read(read('old'));
  await reads.apply(change());
  await settle();
  expect(asked).toEqual(['ReadResource', 'ReadResource', 'ApplyResourceChange']);
  provider = () => Promise.reject(new Error('gone'));
  await expect(reads.read(read('old'))).rejects.toThrow('gone');
  await expect(reads.apply(change())).rejects.toThrow('gone');
});

test('an account that cannot be looked at is always asked by the provider', async () => {
  looks = () => Promise.reject(new Error('denied'));
  for (let i = 0; i < 2; i++) expect(stateOf(await reads.read(read('old')))).toBe('limit 20');
  await reads.apply(change());
  await settle();
  await reads.read(read('limit 20'));
  expect(asked).toEqual(['ReadResource', 'ReadResource', 'ApplyResourceChange', 'ReadResource']);
});
