import type { Principal } from '../call';

interface TrustStatement {
  Effect: string;
  Action?: string | string[];
  NotAction?: string | string[];
  Principal?: '*' | Record<string, string | string[]>;
  Condition?: unknown;
}

const list = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Actions are patterns, in any case: `*` is any text, `?` any character. */
const isAssumeRole = (action: string): boolean =>
  new RegExp(
    `^${action
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'i',
  ).test('sts:AssumeRole');

/**
 * Whether a role's trust policy lets a principal of the account in: `caller`, it names the principal itself; `account`,
 * it trusts the whole account. A statement with a condition never lets in: conditions of trust are not evaluated here.
 */
export function trusts(
  document: string,
  principal: Principal,
  accountId: string,
): 'caller' | 'account' | 'no' {
  const statements = list(
    (JSON.parse(document) as { Statement?: TrustStatement | TrustStatement[] }).Statement,
  );
  const applies = statements.filter((statement) =>
    statement.NotAction === undefined
      ? list(statement.Action).some(isAssumeRole)
      : !list(statement.NotAction).some(isAssumeRole),
  );
  const names = (statement: TrustStatement) =>
    statement.Principal === '*' ? ['*'] : list(statement.Principal?.AWS);
  const isCaller = (name: string) => name === '*' || name === principal.arn || name === principal.grantee;
  const isAccount = (name: string) => name === accountId || name === `arn:aws:iam::${accountId}:root`;
  if (
    applies.some(
      (statement) =>
        statement.Effect === 'Deny' &&
        // Without a Principal it has a NotPrincipal, which is not evaluated here.
        (statement.Principal === undefined ||
          names(statement).some((name) => isCaller(name) || isAccount(name))),
    )
  )
    return 'no';
  const allowed = applies
    .filter((statement) => statement.Effect === 'Allow' && statement.Condition === undefined)
    .flatMap(names);
  return allowed.some(isCaller) ? 'caller' : allowed.some(isAccount) ? 'account' : 'no';
}
