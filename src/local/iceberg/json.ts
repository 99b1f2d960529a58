/**
 * JSON of table metadata. Snapshot ids of other writers use all 63 bits, which JavaScript's numbers lose; so ids are
 * `bigint` here, and are written as plain numbers again.
 */

const ID_KEYS = new Set(['snapshot-id', 'parent-snapshot-id', 'current-snapshot-id']);
const LONG = '\u0000long:';
const QUOTED_LONG = /"\\u0000long:(-?\d+)"/g;
/** A string (left alone), or an integer too long for a double. */
const STRING_OR_LONG = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** Parses metadata JSON; values of snapshot id keys become bigint. @throws SyntaxError */
export function parseJson(text: string): unknown {
  const marked = text.replace(STRING_OR_LONG, (token) =>
    token.startsWith('"') ? token : `"\\u0000long:${token}"`,
  );
  return JSON.parse(marked, (key, value: unknown) => {
    if (typeof value === 'string' && value.startsWith(LONG)) {
      const long = BigInt(value.slice(LONG.length));
      const exact = Number(long);
      return ID_KEYS.has(key) || !Number.isSafeInteger(exact) ? long : exact;
    }
    if (ID_KEYS.has(key) && typeof value === 'number') return BigInt(value);
    return value;
  });
}

/** The reverse of {@link parseJson}. @param indent spaces; 0 for one line */
export function stringifyJson(value: unknown, indent = 2): string {
  const text = JSON.stringify(
    value,
    (_key, member: unknown) => (typeof member === 'bigint' ? `${LONG}${member}` : member),
    indent,
  );
  return text.replace(QUOTED_LONG, '$1');
}
