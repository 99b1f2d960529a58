import { createRequire } from 'node:module';

/**
 * The simulator's engine without its front door. The front door refuses actions with several types of resources, drops
 * condition keys that its data do not name for the action (so that a denial on one of them is void), and reads every
 * policy anew for each request. The package exports no more than the front door, so its files are named here: the
 * version is pinned, and a test compares both.
 */
const load = createRequire(require.resolve('@cloud-copilot/iam-simulate'));

type Outcome = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

/** How one statement fared. */
export interface StatementAnalysis {
  statement: { effect(): string };
  actionMatch: boolean;
  resourceMatch: boolean;
  conditionMatch: string;
  principalMatch: string;
}

interface PolicyAnalysis<Result> {
  result: Result;
  allowStatements: StatementAnalysis[];
  denyStatements: StatementAnalysis[];
  unmatchedStatements: StatementAnalysis[];
}

export type IdentityAnalysis = PolicyAnalysis<Outcome>;
export type ResourceAnalysis = PolicyAnalysis<
  Outcome | 'NotApplicable' | 'DeniedForAccount' | 'AllowedForAccount'
>;

/** The simulator's request. */
export interface SimulatedRequest {
  readonly action: { value(): string };
}

interface Parameters {
  simulationMode: 'Strict';
  discoveryContextKeyConstraints: { constraintFor(): { explicitlyConfigured: false } };
}

interface AuthorizationAnalyses {
  request: SimulatedRequest;
  sessionAnalysis: IdentityAnalysis | undefined;
  identityAnalysis: IdentityAnalysis;
  scpAnalysis: unknown;
  rcpAnalysis: unknown;
  resourceAnalysis: ResourceAnalysis;
  permissionBoundaryAnalysis: IdentityAnalysis | undefined;
  simulationParameters: Parameters;
}

interface Engine {
  analyzeIdentityPolicies(
    policies: unknown[],
    request: SimulatedRequest,
    parameters: Parameters,
    kind: 'identity' | 'session' | 'pb',
  ): IdentityAnalysis;
  analyzeResourcePolicy(
    policy: unknown,
    request: SimulatedRequest,
    hasBoundary: boolean,
    parameters: Parameters,
  ): ResourceAnalysis;
  analyzeControlPolicies(
    policies: [],
    request: SimulatedRequest,
    parameters: Parameters,
    kind: 'scp' | 'rcp',
  ): unknown;
  getServiceAuthorizer(of: { request: SimulatedRequest }): {
    authorize(analyses: AuthorizationAnalyses): { result: Outcome };
  };
}

interface RequestClasses {
  AwsRequestImpl: new (
    principal: string,
    resource: { resource: string; accountId: string },
    action: string,
    context: unknown,
    withoutResource: boolean,
  ) => SimulatedRequest;
  RequestContextImpl: new (values: Record<string, string | string[]>) => unknown;
}

export const engine = load('./core_engine/CoreSimulatorEngine.js') as Engine;
export const { AwsRequestImpl } = load('./request/request.js') as Pick<RequestClasses, 'AwsRequestImpl'>;
export const { RequestContextImpl } = load('./requestContext.js') as Pick<
  RequestClasses,
  'RequestContextImpl'
>;

/** Every condition is evaluated as it stands. */
export const STRICT: Parameters = {
  simulationMode: 'Strict',
  discoveryContextKeyConstraints: { constraintFor: () => ({ explicitlyConfigured: false }) },
};
