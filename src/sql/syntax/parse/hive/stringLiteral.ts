const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', '0': '\0', Z: '\u001a' };

/**
 * The value of a string of Hive's DDL, in either kind of quotes: `'\t'`, `'\001'` (octal), `'\u0041'`, `'\''`. `\%` and
 * `\_` keep their backslash, for LIKE; any other escaped character stands for itself.
 */
export function unquoteHive(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|([01][0-7]{2})|([\s\S]))/g, (whole, unicode, octal, char) => {
      if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (char === '%' || char === '_') return whole;
      return ESCAPES[char] ?? char;
    });
}
