import type { Authorization, ConditionValues, Destination } from '../authorization';
import { arnLike, MISSING } from './arn';
import { requestTags } from './conditions';
import { text } from './members';
import type { Input, OperationResources, ResourceNames } from './serviceResources';

type Arns = string | string[];

/** The ARNs of what an input names. */
export type Resource = (input: Input, at: Destination, names: ResourceNames) => Arns | Promise<Arns>;
/** Values of condition keys that an input brings. */
export type Condition = (input: Input, at: Destination) => ConditionValues;
/** What an operation needs, once its action is known. */
export type Rule = (action: string) => OperationResources;

/** The action on each of the resources, under the conditions' values. */
export const on =
  (resource: Resource, ...conditions: Condition[]): Rule =>
  (action) =>
  async (input, at, names) => {
    const context = Object.fromEntries(
      conditions.flatMap((condition) => Object.entries(condition(input, at))),
    );
    const arns = [await resource(input, at, names)].flat();
    return arns.map((arn) => authorization(action, arn, context));
  };

/** An action without resource types. */
export const onAll = (...conditions: Condition[]): Rule => on(() => '*', ...conditions);

/** Another action than the operation's own name. */
export const as =
  (action: string, rule: Rule): Rule =>
  () =>
    rule(action);

/** All rules must allow. */
export const both =
  (...rules: Rule[]): Rule =>
  (action) =>
  async (input, at, names) => {
    const needed = await Promise.all(rules.map((rule) => rule(action)(input, at, names)));
    return needed.flat();
  };

/** A rule for requests that have the member only. */
export const given =
  (member: string, rule: Rule): Rule =>
  (action) =>
  (input, at, names) =>
    input[member] === undefined ? [] : rule(action)(input, at, names);

/** Creating with tags needs the right to tag, too ("Controlling access during AWS requests"). */
export const tagging =
  (member: string, action: string, resource: Resource): Rule =>
  () =>
  (input, at, names) =>
    Object.keys(requestTags(member)(input, at)).length === 0
      ? []
      : on(resource, requestTags(member))(action)(input, at, names);

/** The right to hand roles to a service ("Granting a user permissions to pass a role"). */
export const passing =
  (service: string, roles: (input: Input) => unknown[]): Rule =>
  () =>
  (input, at) =>
    roles(input)
      .filter((role) => text(role) !== undefined)
      .map((role) =>
        authorization(
          'iam:PassRole',
          arnLike(role, 'iam', /^role\//) ?? `arn:aws:iam::${at.accountId}:role/${MISSING}`,
          { 'iam:PassedToService': service },
        ),
      );

/** @param prefix of the IAM actions, with its colon */
export const operationsOf = (
  prefix: string,
  rules: Record<string, Rule>,
): Record<string, OperationResources> =>
  Object.fromEntries(
    Object.entries(rules).map(([operation, rule]) => [operation, rule(`${prefix}${operation}`)]),
  );

export const authorization = (action: string, resource: string, context: ConditionValues): Authorization =>
  Object.keys(context).length === 0 ? { action, resource } : { action, resource, context };
