import { expect, test } from 'vitest';
import type { ServiceModel } from '../../../src/local/claim/serviceModel';
import { violationsOf, violationText } from '../../../src/local/claim/validateInput';

const model: ServiceModel = {
  name: 'things',
  protocols: ['json'],
  apiVersion: '2026-01-01',
  operations: {
    PutThing: {
      name: 'PutThing',
      http: { method: 'POST', requestUri: '/' },
      input: { shape: 'PutThingRequest' },
    },
  },
  shapes: {
    PutThingRequest: {
      type: 'structure',
      required: ['Name'],
      members: {
        Name: { shape: 'Name' },
        Kind: { shape: 'Kind' },
        Size: { shape: 'Size' },
        Tags: { shape: 'Tags' },
        Secret: { shape: 'Secret' },
        Map: { shape: 'Map' },
      },
    },
    Name: { type: 'string', min: 1, max: 5, pattern: '[a-z]+' },
    Kind: { type: 'string', enum: ['A', 'B'] },
    Size: { type: 'integer', min: 1, max: 9 },
    Tags: { type: 'list', max: 2, member: { shape: 'Tag' } },
    Tag: { type: 'structure', required: ['Key'], members: { Key: { shape: 'Name' } } },
    Secret: { type: 'string', max: 3, sensitive: true },
    Map: { type: 'map', key: { shape: 'Name' }, value: { shape: 'Name' } },
  },
};

test.each<[what: string, input: Record<string, unknown>, violations: string[]]>([
  ['nothing', { Name: 'abc', Kind: 'A', Size: 9, Tags: [{ Key: 'a' }], Map: { a: 'b' } }, []],
  ['a missing member', {}, ["Value null at 'name' failed to satisfy constraint: Member must not be null"]],
  ['a null', { Name: null }, ["Value null at 'name' failed to satisfy constraint: Member must not be null"]],
  [
    'a long text',
    { Name: 'abcdef' },
    [
      "Value 'abcdef' at 'name' failed to satisfy constraint: Member must have length less than or equal to 5",
    ],
  ],
  [
    'an empty text',
    { Name: '' },
    ["Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1"],
  ],
  [
    'a text that does not match',
    { Name: 'a\n' },
    [
      "Value 'a\n' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
    ],
  ],
  [
    'another name',
    { Name: 'a', Kind: 'C' },
    ["Value 'C' at 'kind' failed to satisfy constraint: Member must satisfy enum value set: [A, B]"],
  ],
  [
    'a number out of range',
    { Name: 'a', Size: 10 },
    ["Value '10' at 'size' failed to satisfy constraint: Member must have value less than or equal to 9"],
  ],
  [
    'no number',
    { Name: 'a', Size: Number.NaN },
    ["Value 'NaN' at 'size' failed to satisfy constraint: Member must have value greater than or equal to 1"],
  ],
  [
    'a member of an element',
    { Name: 'a', Tags: [{ Key: 'a' }, {}] },
    ["Value null at 'tags.2.member.key' failed to satisfy constraint: Member must not be null"],
  ],
  [
    'a null in a list',
    { Name: 'a', Tags: [null] },
    ["Value null at 'tags.1.member' failed to satisfy constraint: Member must not be null"],
  ],
  [
    'a secret, which is not repeated',
    { Name: 'a', Secret: 'abcd' },
    ["Value at 'secret' failed to satisfy constraint: Member must have length less than or equal to 3"],
  ],
  [
    'a key of a map',
    { Name: 'a', Map: { A: 'b' } },
    [
      "Value 'A' at 'map.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
    ],
  ],
])('%s', (_, input, violations) => {
  expect(violationsOf(model, 'PutThing', input, 'all')).toEqual(violations);
});

test('bounds leave enumerations and patterns to the service', () => {
  expect(violationsOf(model, 'PutThing', { Name: 'A', Kind: 'C' }, 'bounds')).toEqual([]);
  expect(violationsOf(model, 'PutThing', { Name: 'ABCDEF' }, 'bounds')).toHaveLength(1);
});

test('however many violations there are, the error stays short', () => {
  const Tags = Array.from({ length: 10_000 }, () => null);
  const text = violationText(violationsOf(model, 'PutThing', { Name: 'x'.repeat(300_000), Tags }, 'all'));
  expect(text.length).toBeLessThan(5000);
  expect(text).toMatch(/^\d+ validation errors detected: Value 'x+' at 'name' failed/);
});
