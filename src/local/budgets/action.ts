import type { Action, ActionThreshold, Definition } from '@aws-sdk/client-budgets';
import { Constraints } from '../glue/constraints';
import type { Budgets, StoredAction } from './budgets';
import { subscribersFrom } from './notification';
import { invalidParameter, notFound } from './request';

/** What a request says of an action. */
export type ActionInput = Partial<Omit<Action, 'ActionId' | 'BudgetName' | 'Status'>>;

const ROLE_ARN = /^arn:aws(-[\w-]+)?:iam::\d{12}:role(\/[\u0021-\u007F]+\/|\/)[\w+=,.@-]+$/;
const POLICY_ARN = /^arn:aws(-[\w-]+)?:iam::(\d{12}|aws):policy(\/[\u0021-\u007F]+\/|\/)[\w+=,.@-]+$/;

/** Which member of the definition goes with which type of action. */
const DEFINITIONS = {
  APPLY_IAM_POLICY: 'IamActionDefinition',
  APPLY_SCP_POLICY: 'ScpActionDefinition',
  RUN_SSM_DOCUMENTS: 'SsmActionDefinition',
} as const;

/** @throws AwsError InvalidParameterException */
export function checkAction(input: ActionInput): void {
  new Constraints()
    .oneOf('notificationType', input.NotificationType, ['ACTUAL', 'FORECASTED'])
    .oneOf('actionType', input.ActionType, Object.keys(DEFINITIONS))
    .oneOf('approvalModel', input.ApprovalModel, ['AUTOMATIC', 'MANUAL'])
    .text('executionRoleArn', input.ExecutionRoleArn, { min: 32, max: 618, pattern: ROLE_ARN })
    .structure('actionThreshold', input.ActionThreshold)
    .structure('definition', input.Definition)
    .check('InvalidParameterException');
  checkThreshold(input.ActionThreshold!);
  checkDefinition(input.ActionType as keyof typeof DEFINITIONS, input.Definition!);
  subscribersFrom('subscribers', input.Subscribers);
}

function checkThreshold({ ActionThresholdValue, ActionThresholdType }: ActionThreshold): void {
  new Constraints()
    .number('actionThreshold.actionThresholdValue', ActionThresholdValue, { min: 0, max: 15e12 })
    .oneOf('actionThreshold.actionThresholdType', ActionThresholdType, ['PERCENTAGE', 'ABSOLUTE_VALUE'])
    .check('InvalidParameterException');
  if (ActionThresholdValue === undefined) throw invalidParameter('A threshold must be given.');
}

function checkDefinition(type: keyof typeof DEFINITIONS, definition: Definition): void {
  const wanted = DEFINITIONS[type];
  const given = Object.values(DEFINITIONS).filter((member) => definition[member]);
  if (given.length !== 1 || given[0] !== wanted)
    throw invalidParameter(
      `The definition of an action of type ${type} must be a ${wanted} and nothing else.`,
    );
  const iam = definition.IamActionDefinition;
  if (!iam) return;
  const path = 'definition.iamActionDefinition';
  new Constraints()
    .text(`${path}.policyArn`, iam.PolicyArn, { min: 25, max: 684, pattern: POLICY_ARN })
    .optionalList(`${path}.roles`, iam.Roles, { min: 1, max: 100 })
    .optionalList(`${path}.groups`, iam.Groups, { min: 1, max: 100 })
    .optionalList(`${path}.users`, iam.Users, { min: 1, max: 100 })
    .check('InvalidParameterException');
  if (!iam.Roles && !iam.Groups && !iam.Users)
    throw invalidParameter('An IAM action must name at least one role, group or user.');
}

/** @throws AwsError NotFoundException */
export function needAction(budgets: Budgets, budget: string, id: string, doing: string): StoredAction {
  if (!budgets.get(budget)) throw notFound(`Unable to ${doing} - the budget doesn't exist.`);
  const found = budgets.action(budget, id);
  if (!found) throw notFound(`Unable to ${doing}: ${id} - the action doesn't exist.`);
  return found;
}
