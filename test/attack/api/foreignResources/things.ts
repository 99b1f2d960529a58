import type { RawAnswer } from '../../../local/gateway/account';
import type { Attack } from '../../suite';
import { CANARY, json, type Lake, type Who } from '../lake';
import { refused, short, sound } from '../verdict';

/** What an attack on a resource of another shares: a request in many spellings, and a look at what it did. */

export type Input = Record<string, unknown>;

/** Reads the foreign things, to see whether they are what they were. */
export type State = (lake: Lake) => Promise<string>;

/** What was read last, so that an attack need not read again what the one before it found unchanged. */
const known = new WeakMap<Lake, Map<State, string>>();
function remember(lake: Lake, state: State, text: string): void {
  const states = known.get(lake) ?? new Map<State, string>();
  known.set(lake, states.set(state, text));
}

/**
 * A request that names another's resource. It must be refused, tell nothing that only the owner may read, and change
 * nothing.
 * @param lenient the answer may be 2xx, because what was asked for may be nothing, or the caller's own
 * @param mend makes the foreign things anew after they were changed, so that the next attack is judged by itself
 */
export const foreign = (
  name: string,
  who: Who,
  send: (lake: Lake) => Promise<RawAnswer>,
  state: State | undefined,
  { lenient = false, mend }: { lenient?: boolean; mend?: (lake: Lake) => Promise<unknown> } = {},
): Attack<Lake> => ({
  name: `${name} (${who})`,
  run: async (lake) => {
    const before = state && (known.get(lake)?.get(state) ?? (await state(lake)));
    const answer = await send(lake);
    const after = await state?.(lake);
    if (before !== after) await mend?.(lake);
    if (state) remember(lake, state, before === after ? after! : await state(lake));
    if (answer.body.includes(CANARY)) return `it tells what is another's: ${short(answer.body)}`;
    if (before !== after) return `it changed what is another's, answered ${answer.status}`;
    return lenient ? sound(answer) : refused(answer);
  },
});

/** A JSON operation with a body to the byte. */
export const sendJson =
  (who: Who, service: string, operation: string, body: string | (() => string)) => (lake: Lake) =>
    json(lake, who, service, operation, typeof body === 'string' ? body : body());

/** The members of an object as text, so that one may stand twice. */
const inside = (input: Input): string => JSON.stringify(input).slice(1, -1);
const joined = (...parts: string[]): string => `{${parts.filter((part) => part !== '').join()}}`;
const lower = (input: Input): Input =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name[0]!.toLowerCase() + name.slice(1), value]),
  );

/**
 * The bodies that name a foreign thing for the operation and an own one beside it.
 * @param decoys members of own things; those that the operation itself reads are left out
 */
export function beside(theirs: Input, own: Input, decoys: Input): Record<string, string> {
  const bodies: Record<string, string> = {};
  for (const [name, value] of Object.entries(decoys))
    if (!(name in theirs))
      bodies[`beside an own ${name}`] = joined(inside(theirs), inside({ [name]: value }));
  const all = Object.fromEntries(Object.entries(decoys).filter(([name]) => !(name in theirs)));
  bodies['beside own ones of every kind'] = joined(inside(all), inside(theirs));
  bodies['after an own one of the same name'] = joined(inside(own), inside(theirs));
  bodies['beside an own one in small letters'] = joined(inside(lower(own)), inside(theirs));
  bodies['beside an own prototype'] = joined(
    `"__proto__":${joined(inside({ ...all, ...own }))}`,
    inside(theirs),
  );
  bodies['beside an own constructor'] = joined(
    `"constructor":{"prototype":${joined(inside({ ...all, ...own }))}}`,
    inside(theirs),
  );
  bodies['with an escaped name beside an own one'] = joined(
    inside(own),
    inside(theirs).replace(
      /^"(\w)/,
      (_, first: string) => `"\\u${first.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
  return bodies;
}

/** Members that name a thing with a pattern instead of its name. */
export const PATTERNS = ['*', '?', '**', 'arn:*', '%2a', '%66oreign', '.*', 'foreign*', '', ' ', '\0'];
export const isRead = (operation: string): boolean => /^(Get|List|Describe|BatchGet|Search)/.test(operation);
