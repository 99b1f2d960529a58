import { AwsError } from '../../errors';
import { matchingNames } from '../../glue/namePattern';
import { invalidRequest } from './requestError';

/**
 * Names that match a regular expression of the user's as a whole (ListTableMetadata, `SHOW DATABASES LIKE`).
 * @throws AwsError InvalidRequestException for what is no pattern, or takes too long
 */
export function wholeNames(names: string[], pattern: string): string[] {
  try {
    const matched = matchingNames(names, pattern);
    return names.filter((name) => matched.has(name));
  } catch (error) {
    if (error instanceof AwsError) throw invalidRequest(error.message);
    throw error;
  }
}

/** Names that match Hive's pattern of `SHOW TABLES '…'` and `SHOW VIEWS`: `*` is anything, `|` separates choices. */
export function hiveNames(names: string[], pattern: string): string[] {
  const choices = pattern.toLowerCase().split('|');
  return names.filter((name) => choices.some((choice) => matches(name, choice.split('*'))));
}

/** Pieces in their order, the first at the start, the last at the end: no pattern makes this slow. */
function matches(name: string, pieces: string[]): boolean {
  const [first, ...rest] = pieces as [string, ...string[]];
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  const end = name.length - last.length;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** Names that match a pattern of SQL's LIKE: `%` is anything, `_` any character. Time grows with their lengths only. */
export function likeNames(names: string[], pattern: string): string[] {
  return names.filter((name) => like(name, pattern));
}

function like(name: string, pattern: string): boolean {
  // reached[i]: the pattern so far takes exactly the first i characters of the name.
  let reached = Array.from({ length: name.length + 1 }, (_, i) => i === 0);
  for (const char of pattern) {
    const first = reached.indexOf(true);
    if (first < 0) return false;
    reached =
      char === '%'
        ? reached.map((_, i) => i >= first)
        : reached.map((_, i) => i > 0 && reached[i - 1]! && (char === '_' || name[i - 1] === char));
  }
  return reached[name.length]!;
}
