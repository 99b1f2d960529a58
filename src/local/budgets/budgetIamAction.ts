/** Operations that IAM knows by their own names: those on budget actions and on tags. */
const OWN_NAME = /BudgetAction|^(?:TagResource|UntagResource|ListTagsForResource)$/;

/**
 * The IAM action of an operation, without its prefix: budgets with their notifications and subscribers are viewed or
 * modified as one. Source: Service Authorization Reference, "AWS Budget Service".
 */
export function budgetIamAction(operation: string): string {
  if (OWN_NAME.test(operation)) return operation;
  return operation.startsWith('Describe') ? 'ViewBudget' : 'ModifyBudget';
}
