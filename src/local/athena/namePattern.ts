import { invalidRequest } from './requestError';

/**
 * A regular expression of the user's over the whole of a name, without regard to case: of ListTableMetadata and of
 * `SHOW DATABASES LIKE`. Names are short and so are patterns (256 characters), but a pattern may still backtrack for
 * ever; so only literals, `.`, `*`, `+`, `?`, `|`, character classes and groups without nested repetition are taken.
 * @throws AwsError InvalidRequestException for any other pattern
 */
export function namePattern(pattern: string): (name: string) => boolean {
  if (pattern.length > 256 || /\([^)]*[*+{][^)]*\)\s*[*+{]/.test(pattern) || /\\\d|\(\?/.test(pattern)) {
    throw invalidRequest(`Invalid expression: ${pattern}`);
  }
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern})$`, 'i');
  } catch {
    throw invalidRequest(`Invalid expression: ${pattern}`);
  }
  return (name) => expression.test(name);
}

/** Hive's pattern of `SHOW TABLES '…'` and `SHOW VIEWS`: `*` is anything, `|` separates choices. */
export function hivePattern(pattern: string): (name: string) => boolean {
  const choices = pattern.split('|').map((choice) => choice.split('*').map(escapeRegExp).join('.*'));
  const expression = new RegExp(`^(?:${choices.join('|')})$`, 'i');
  return (name) => expression.test(name);
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
