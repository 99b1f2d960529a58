/**
 * Text that stands for itself. The simulator takes `*` in a resource for "anything that matches", and its regular
 * expressions neither reach over line breaks nor over the `/` of a resource's type. So all such characters of a request
 * are replaced by noncharacters of Unicode, and those of policies, where they stand for themselves, by the same.
 */
const LITERAL: Record<string, string> = {
  '*': '\uFDD0',
  '?': '\uFDD1',
  $: '\uFDD2',
  '\n': '\uFDD3',
  '\r': '\uFDD4',
  '\u2028': '\uFDD5',
  '\u2029': '\uFDD6',
};
const SLASH = '\uFDD7';
const COLON = '\uFDD8';
/** The value of a policy variable that has none: it is equal to nothing and like nothing. */
export const NOTHING = '\uFDD9';

const SPECIAL = /[*?$\n\r\u2028\u2029]/g;
const NONCHARACTERS = /[\uFDD0-\uFDEF]/;

/** Whether a text holds characters that stand for others here, and that Unicode gives to nobody. */
export const hasNoncharacters = (text: string): boolean => NONCHARACTERS.test(text);

/** A text whose every character stands for itself. */
export const literal = (text: string): string => text.replace(SPECIAL, (character) => LITERAL[character]!);

/** The last part of an ARN, so that patterns reach over its `/` and `:`. */
export const ofResource = (text: string): string => text.replaceAll('/', SLASH).replaceAll(':', COLON);

/** The ARN of a request: literal, and its last part in one piece. */
export function literalResource(arn: string): string {
  const parts = literal(arn).split(':');
  return [...parts.slice(0, 5), ofResource(parts.slice(5).join(':'))].join(':');
}

/**
 * A text of a policy, for the simulator.
 * @param wildcards whether `*` and `?` are patterns
 * @param variable the simulator's name of a variable (`aws:username`, or with a default, `aws:username, 'none'`);
 *   undefined where `${…}` is plain text, as in policies of the version 2008-10-17
 */
export function policyText(
  text: string,
  wildcards: boolean,
  variable: ((expression: string) => string) | undefined,
): string {
  const tokens = variable ? /\$\{([^}]*)\}|[*?$\n\r\u2028\u2029]/g : SPECIAL;
  return text.replace(tokens, (token: string, expression: unknown) => {
    if (variable && typeof expression === 'string')
      return /^[*?$]$/.test(expression) ? LITERAL[expression]! : `\${${variable(expression)}}`;
    return wildcards && (token === '*' || token === '?') ? token : LITERAL[token]!;
  });
}
