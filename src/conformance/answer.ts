/** What a case got from an account: plain JSON, without anything that differs from run to run. */
export type Answer = string | number | boolean | null | Answer[] | { [member: string]: Answer };

/** Names of one run and one account, and what stands for them in an answer. */
export type Names = Readonly<Record<string, string>>;

/** What differs from run to run by its shape alone. The order counts: a date is not a long number any more. */
const CHANGING: [pattern: RegExp, standIn: string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/Request ID: [^;,)\s]+/g, 'Request ID: <request>'],
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?( ?(Z|UTC))?/g, '<time>'],
  [/\b\d{12,}\b/g, '<number>'],
];

/**
 * An answer that can be held against another run's: names of the run and the account, ids, times and request ids are
 * replaced; dates, undefined members and metadata of the SDK are gone; members are in the order of their names.
 * @param keep leaves times and long numbers as they are: for answers that are about them
 */
export function normalized(value: unknown, names: Names = {}, keep = false): Answer {
  if (typeof value === 'string') return normalizedText(value, names, keep);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return '<time>';
  if (Array.isArray(value)) return value.map((item) => normalized(item, names, keep));
  if (value === null || value === undefined || typeof value !== 'object') return null;
  const members = Object.entries(value)
    .filter(([name, member]) => name !== '$metadata' && member !== undefined)
    .map(([name, member]) => [normalizedText(name, names, keep), normalized(member, names, keep)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function normalizedText(text: string, names: Names, keep: boolean): string {
  let result = text;
  // Longer names first: a bucket's name may hold the run's prefix.
  for (const [name, standIn] of Object.entries(names).sort(([a], [b]) => b.length - a.length))
    if (name !== '') result = result.replaceAll(name, standIn);
  if (keep) return result;
  for (const [pattern, standIn] of CHANGING) result = result.replace(pattern, standIn);
  return result;
}

/**
 * Where two answers differ, one line a place: `- step.code: InvalidInput` is only in the first, `+ …` only in the second.
 * Empty when they are the same.
 */
export function difference(before: Answer, now: Answer): string[] {
  const [left, right] = [leaves(before), leaves(now)];
  const places = [...new Set([...left.keys(), ...right.keys()])];
  return places.flatMap((place) => {
    const [a, b] = [left.get(place), right.get(place)];
    if (a === b) return [];
    return [
      ...(a === undefined ? [] : [`- ${place}: ${a}`]),
      ...(b === undefined ? [] : [`+ ${place}: ${b}`]),
    ];
  });
}

function leaves(answer: Answer, place = ''): Map<string, string> {
  if (answer === null || typeof answer !== 'object')
    return new Map([
      [place, typeof answer === 'string' && !/[\r\n]/.test(answer) ? answer : JSON.stringify(answer)],
    ]);
  const members = Array.isArray(answer)
    ? answer.map((item, i) => [`${place}[${i}]`, item] as const)
    : Object.entries(answer).map(([name, item]) => [place === '' ? name : `${place}.${name}`, item] as const);
  if (members.length === 0) return new Map([[place, Array.isArray(answer) ? '[]' : '{}']]);
  return new Map(members.flatMap(([inner, item]) => [...leaves(item, inner)]));
}
