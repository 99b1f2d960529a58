import { expect, test } from 'vitest';
import { parseJsonObject, readValue } from '../../../src/local/claim/protocol/json';
import type { ServiceModel, Shape } from '../../../src/local/claim/serviceModel';
import { AwsError } from '../../../src/local/errors';

const refused = (message: string) => new AwsError('SerializationException', message, 400);

test.each([
  ['arrays', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ['objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['what has no end', '['.repeat(1_000_000)],
])('a body that is nested too deep is refused: %s', (_, body) => {
  expect(() => parseJsonObject(Buffer.from(body))).toThrow(
    refused('The body of the request is nested too deep.'),
  );
});

test('brackets in texts are no nesting', () => {
  const text = `"[[${'['.repeat(1000)}\\"${'{'.repeat(1000)}`;
  expect(parseJsonObject(Buffer.from(`{"a":${JSON.stringify(text)}}`))).toEqual({ a: text });
});

test.each([
  ['a byte of Latin 1', [0xe9]],
  ['an overlong form', [0xc0, 0x80]],
  ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
])('a body must be UTF-8: %s', (_, bytes) => {
  const body = Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')]);
  expect(() => parseJsonObject(body)).toThrow(refused('The body of the request is not a JSON object.'));
});

const read = (type: Shape['type'], value: unknown) =>
  readValue(
    value,
    { shape: 'It' },
    {
      name: 'things',
      protocols: ['json'],
      apiVersion: '',
      operations: {},
      shapes: { It: { type, member: { shape: 'It' }, members: {} } },
    } satisfies ServiceModel,
    'wire',
  );

test.each<[Shape['type'], unknown, string]>([
  ['string', 7, 'NUMBER_VALUE can not be converted to a String'],
  ['string', [], 'Start of list found where not expected'],
  ['string', {}, 'Start of structure or map found where not expected.'],
  ['string', '\ud800', 'A text of the request is not valid Unicode.'],
  ['integer', 'x', 'STRING_VALUE can not be converted to an Integer'],
  ['integer', 2 ** 31, 'Numeric value (2147483648) out of range of int'],
  ['long', 1e300, 'Numeric value (1e+300) out of range of long'],
  ['double', JSON.parse('1e400'), 'NUMBER_VALUE can not be converted to a Double'],
  ['boolean', 'true', 'STRING_VALUE can not be converted to a Boolean'],
  ['list', {}, 'Expected list or null'],
  ['structure', 'x', 'Unexpected field type'],
])('a %s is not %j', (type, value, message) => {
  expect(() => read(type, value)).toThrow(refused(message));
});

test('what is of its type stays as the wire has it', () => {
  expect(read('timestamp', 1_700_000_000.5)).toBe(1_700_000_000.5);
  expect(read('string', '😀\0')).toBe('😀\0');
  expect(read('integer', 1.9)).toBe(1);
});
