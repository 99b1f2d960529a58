/**
 * Values of a claim as JSON: `{"$blob": base64}` and `{"$time": seconds}` stand for what JSON does not have; an object
 * whose only member looks like one of these is wrapped as `{"$map": …}`.
 */
export function encodeInput(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $blob: Buffer.from(value).toString('base64') };
  if (value instanceof Date) return { $time: value.getTime() / 1000 };
  if (Array.isArray(value)) return value.map(encodeInput);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, encodeInput(one)]));
  const names = Object.keys(members);
  return names.length === 1 && /^\$(blob|time|map)$/.test(names[0] ?? '') ? { $map: members } : members;
}

/** The value that was encoded. */
export function decodeInput(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeInput);
  if (typeof value !== 'object' || value === null) return value;
  const { $blob, $time, $map, ...others } = value as Record<string, unknown>;
  const alone = Object.keys(others).length === 0 && Object.keys(value).length === 1;
  if (alone && typeof $blob === 'string') return new Uint8Array(Buffer.from($blob, 'base64'));
  if (alone && typeof $time === 'number') return new Date(Math.round($time * 1000));
  const members = alone && typeof $map === 'object' && $map !== null ? $map : value;
  return Object.fromEntries(Object.entries(members).map(([name, one]) => [name, decodeInput(one)]));
}
