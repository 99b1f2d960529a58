import type { ReadPolicy, ReadStatement } from './readPolicy';

const escaped = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');

/** A pattern of text: `*` is any text, `?` any character. */
function pattern(text: string, any = '[\\s\\S]'): string {
  return escaped(text).replaceAll('*', `${any}*`).replaceAll('?', any);
}

const actions = new Map<string, RegExp>();

/** Actions are patterns, in any case. */
function matchesAction(text: string, action: string): boolean {
  let known = actions.get(text);
  if (!known) {
    if (actions.size > 5_000) actions.clear();
    known = new RegExp(`^${pattern(text)}$`, 'i');
    actions.set(text, known);
  }
  return known.test(action);
}

/** Whether a statement is about an action. */
function concerns(statement: ReadStatement, action: string): boolean {
  return statement.notActions
    ? !statement.notActions.some((text) => matchesAction(text, action))
    : !!statement.actions?.some((text) => matchesAction(text, action));
}

/** Whether a statement is about any action of a service. @param action one of them */
export function concernsService(statement: ReadStatement, action: string): boolean {
  const [prefix = ''] = action.toLowerCase().split(':');
  if (statement.notActions) return true;
  return !!statement.actions?.some((text) => {
    const [service = ''] = text.toLowerCase().split(':');
    return service === '*' || service === prefix;
  });
}

/** An ARN as it is made here: in lower case but for its last part, so that it matches as the simulator would say. */
const PLAIN_ARN = /^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|aws)?:[\s\S]/;

/**
 * Groups resources that no policy can tell apart: those that match the same patterns of Resource and NotResource.
 * @returns for each group the first of its resources
 */
export function distinguishable(
  action: string,
  resources: readonly string[],
  policies: readonly ReadPolicy[],
): string[] {
  const texts = policies.flatMap(({ statements }) =>
    statements.filter((one) => concerns(one, action)).flatMap(({ resources: of }) => of),
  );
  const patterns = [...new Set(texts)].filter((text) => !/^\*+$/.test(text)).map(arnPattern);
  const firsts = new Map<string, string>();
  for (const resource of resources) {
    let group = '';
    if (PLAIN_ARN.test(resource)) for (const one of patterns) group += one.test(resource) ? '1' : '0';
    else group = resource;
    if (!firsts.has(group)) firsts.set(group, resource);
  }
  return [...firsts.values()];
}

/** Part by part, as the simulator matches; an ARN that ends early goes on with wildcards. */
function arnPattern(text: string): RegExp {
  const parts = text.split(':');
  while (parts.length < 6) parts.push('*');
  const head = parts.slice(1, 5).map((part) => pattern(part.toLowerCase(), '[^:]'));
  return new RegExp(`^arn:${head.join(':')}:${pattern(parts.slice(5).join(':'))}$`);
}
