import type { Call } from '../call';
import { AwsError } from '../errors';
import { Constraints } from '../glue/constraints';
import { pageOf } from '../glue/page';

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);
export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message);

/** Neither ":" nor "\" nor "/action/" can be in a budget's name, as its ARN could not be read then. */
const BUDGET_NAME = /^(?![^:\\]*\/action\/|.*<script>.*<\/script>.*)[^:\\]+$/;

/** Checks the members that nearly every operation has. @throws AwsError InvalidParameterException, AccessDeniedException */
export function checkBudgetName(
  call: Call,
  { AccountId, BudgetName }: { AccountId?: unknown; BudgetName?: unknown },
): void {
  checkAccount(call, { AccountId });
  checkName('budgetName', BudgetName);
}

export function checkName(path: string, name: unknown): void {
  new Constraints().text(path, name, { max: 100, pattern: BUDGET_NAME }).check('InvalidParameterException');
}

/** Every request names the account that it is about, and an account can act on its own budgets only. */
export function checkAccount({ account, principal }: Call, { AccountId }: { AccountId?: unknown }): void {
  new Constraints()
    .text('accountId', AccountId, { min: 12, max: 12, pattern: /^\d{12}$/ })
    .check('InvalidParameterException');
  if (AccountId !== account.id)
    throw new AwsError(
      'AccessDeniedException',
      `${principal.arn} is not authorized to act on the budgets of account ${AccountId}`,
    );
}

/** A page of a list. @throws AwsError InvalidNextTokenException */
export function budgetsPage<T>(
  items: T[],
  keyOf: (item: T) => string,
  request: { NextToken?: string; MaxResults?: number },
  most = 100,
): { items: T[]; NextToken?: string } {
  new Constraints()
    .number('maxResults', request.MaxResults, { min: 1, max: most })
    .check('InvalidParameterException');
  const { items: found, nextToken } = pageOf(
    items,
    keyOf,
    { token: request.NextToken, limit: request.MaxResults ?? 100 },
    () => new AwsError('InvalidNextTokenException', 'The pagination token is invalid.'),
  );
  return { items: found, NextToken: nextToken };
}
