import type { ConditionValues } from '../authorization';
import { fields, text, texts } from './members';
import type { Condition } from './rule';

/** Tags as the service spells them: a list of keys and values, or a map. */
function pairsOf(tags: unknown): [string, string][] {
  const pairs: [unknown, unknown][] = Array.isArray(tags)
    ? tags.map(fields).map(({ Key, Value, TagKey, TagValue }) => [Key ?? TagKey, Value ?? TagValue])
    : Object.entries(fields(tags));
  return pairs.flatMap(([key, value]): [string, string][] =>
    typeof key === 'string' ? [[key, typeof value === 'string' ? value : '']] : [],
  );
}

/** `aws:RequestTag/…` and `aws:TagKeys` of the tags that a request gives. */
export const requestTags =
  (member: string): Condition =>
  (input) => {
    const pairs = pairsOf(input[member]);
    return pairs.length === 0
      ? {}
      : {
          ...Object.fromEntries(pairs.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
          'aws:TagKeys': pairs.map(([key]) => key),
        };
  };

/** A condition key with its value, if it has one. */
export const condition = (key: string, value: string | string[] | undefined): ConditionValues =>
  value === undefined || value.length === 0 ? {} : { [key]: value };

/** `aws:TagKeys` of the tags that a request takes away. */
export const tagKeys = (member: string): Condition => listed('aws:TagKeys', member);

/** The condition key that is a member's own value, or its default when the request leaves it out. */
export const told =
  (key: string, member: string, otherwise?: string): Condition =>
  (input) =>
    condition(key, scalar(input[member]) ?? otherwise);

/** The condition key that is a list of texts. */
export const listed =
  (key: string, ...members: string[]): Condition =>
  (input) =>
    condition(
      key,
      members.flatMap((member) => texts(input[member])),
    );

/** The entries of a map as condition keys, and their names under another. */
export function entriesOf(map: unknown, prefix: string, keys: string): ConditionValues {
  const entries = Object.entries(fields(map)).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[key, value]] : [],
  );
  return entries.length === 0
    ? {}
    : {
        ...Object.fromEntries(entries.map(([key, value]) => [`${prefix}${key}`, value])),
        [keys]: entries.map(([key]) => key),
      };
}

const scalar = (value: unknown): string | undefined =>
  typeof value === 'boolean' || typeof value === 'number' ? String(value) : text(value);
