import type { ConditionValues } from '../claim/authorization';
import { hasNoncharacters, literal, literalResource, NOTHING, ofResource } from './literalText';
import type { ReadPolicy } from './readPolicy';
import {
  AwsRequestImpl,
  engine,
  type IdentityAnalysis,
  RequestContextImpl,
  type ResourceAnalysis,
  STRICT,
} from './simulatorEngine';

/** The policies that bear on one request. */
export interface ApplicablePolicies {
  identity: readonly ReadPolicy[];
  boundary: ReadPolicy | undefined;
  /** Of a session that was narrowed: it has the rights of these and of the role. */
  session: readonly ReadPolicy[] | undefined;
  resource: ReadPolicy | undefined;
}

/** What is asked. */
export interface Question {
  /** ARN of the user or the session. */
  principal: string;
  action: string;
  /** An ARN of literal text, or `*`: none. */
  resource: string;
  /** Whether `*` stands for a resource that could not be told, so that a denial of any resource counts. */
  resourceUnknown: boolean;
  accountId: string;
  /** By condition keys in lower case: all that the policies mention and that have a value. */
  values: ConditionValues;
}

/** The kinds of policies, as IAM's refusals name them. */
export type PolicyName =
  | 'identity-based policy'
  | 'resource-based policy'
  | 'permissions boundary'
  | 'session policy';

/** IAM's answer: `explicit`, a policy denies it; `implicit`, none of the kind that is named allows it. */
export interface Decision {
  outcome: 'allowed' | 'explicit' | 'implicit';
  by?: PolicyName;
}

/** Evaluates one request by IAM's rules (IAM user guide, Policy evaluation logic). @throws Error when it cannot */
export function simulate(question: Question, policies: ApplicablePolicies): Decision {
  const analyses = analyze(question, policies);
  const { identity, resource, boundary, session } = analyses;
  if (identity.result === 'ExplicitlyDenied') return { outcome: 'explicit', by: 'identity-based policy' };
  if (resource.result === 'ExplicitlyDenied' || resource.result === 'DeniedForAccount')
    return { outcome: 'explicit', by: 'resource-based policy' };
  if (boundary?.result === 'ExplicitlyDenied') return { outcome: 'explicit', by: 'permissions boundary' };
  if (session?.result === 'ExplicitlyDenied') return { outcome: 'explicit', by: 'session policy' };
  if (question.resourceUnknown && [identity, boundary, session].some(mayDeny))
    return { outcome: 'explicit', by: 'identity-based policy' };

  // What a resource grants to the session itself, or to everybody, no session policy limits; the simulator knows that of
  // boundaries only.
  const grantsDirectly = resource.allowStatements.some(({ principalMatch }) => principalMatch === 'Match');
  const { result } = engine.getServiceAuthorizer({ request: analyses.plain }).authorize({
    request: analyses.plain,
    sessionAnalysis: grantsDirectly ? undefined : session,
    identityAnalysis: identity,
    scpAnalysis: engine.analyzeControlPolicies([], analyses.plain, STRICT, 'scp'),
    rcpAnalysis: engine.analyzeControlPolicies([], analyses.plain, STRICT, 'rcp'),
    resourceAnalysis: resource,
    permissionBoundaryAnalysis: boundary,
    simulationParameters: STRICT,
  });
  return result === 'Allowed' ? { outcome: 'allowed' } : { outcome: 'implicit', by: missing(analyses) };
}

interface Analyses {
  identity: IdentityAnalysis;
  boundary: IdentityAnalysis | undefined;
  session: IdentityAnalysis | undefined;
  resource: ResourceAnalysis;
  /** The request as the rules of single services look at it: its resource is one readable ARN. */
  plain: InstanceType<typeof AwsRequestImpl>;
}

function analyze(question: Question, policies: ApplicablePolicies): Analyses {
  const { principal, action, resource, accountId } = question;
  const without = resource === '*';
  const context = new RequestContextImpl(simulatedValues(question.values, policies));
  const requestOn = (text: string) =>
    new AwsRequestImpl(principal, { resource: text, accountId }, action, context, without);
  const request = requestOn(without ? '*' : literalResource(resource));
  const of = (list: readonly ReadPolicy[], kind: 'identity' | 'session' | 'pb') =>
    engine.analyzeIdentityPolicies(
      list.map(({ policy }) => policy),
      request,
      STRICT,
      kind,
    );
  return {
    identity: of(policies.identity, 'identity'),
    boundary: policies.boundary && of([policies.boundary], 'pb'),
    session: policies.session && of(policies.session, 'session'),
    resource: engine.analyzeResourcePolicy(policies.resource?.policy, request, !!policies.boundary, STRICT),
    plain: requestOn(literal(resource)),
  };
}

const mayDeny = (analysis: IdentityAnalysis | undefined): boolean =>
  !!analysis?.unmatchedStatements.some(
    ({ statement, actionMatch, conditionMatch }) =>
      statement.effect() === 'Deny' && actionMatch && conditionMatch === 'Match',
  );

function missing({ identity, session, boundary, resource }: Analyses): PolicyName {
  if (identity.result !== 'Allowed' && resource.result !== 'Allowed') return 'identity-based policy';
  if (session && session.result !== 'Allowed') return 'session policy';
  if (boundary && boundary.result !== 'Allowed') return 'permissions boundary';
  return 'resource-based policy';
}

/** Values of condition keys, and of the variables under the names that they have in the policies as read. */
function simulatedValues(values: ConditionValues, policies: ApplicablePolicies): ConditionValues {
  const { identity, boundary, session = [], resource } = policies;
  const simulated: ConditionValues = {};
  for (const [key, value] of Object.entries(values)) {
    if ([value].flat().some(hasNoncharacters)) throw new Error(`${key} holds noncharacters of Unicode`);
    simulated[key] = typeof value === 'string' ? literal(value) : value.map(literal);
  }
  for (const policy of [...identity, boundary, ...session, resource]) {
    for (const { key, fallback, alias } of policy?.variables ?? []) {
      const found = values[key];
      const value = typeof found === 'string' ? found : fallback;
      if (value === '') throw new Error(`the policy variable ${key} is empty`);
      simulated[`c${alias}`] = value === undefined ? NOTHING : literal(value);
      simulated[`r${alias}`] = value === undefined ? NOTHING : ofResource(literal(value));
    }
  }
  return simulated;
}
