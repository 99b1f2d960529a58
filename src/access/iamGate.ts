import type { RequestAnalysis, RequestGrant } from '@cloud-copilot/iam-simulate';

/** A gate for one table or column: open or shut, and the statement or grant that decides. */
export interface GateDecision {
  open: boolean;
  because: string;
}

export interface Policy {
  name: string;
  document: unknown;
}

/** What IAM knows of a role that bears on its rights. */
export interface RoleIdentity {
  arn: string;
  /** Inline and attached. */
  policies: Policy[];
  boundary?: Policy;
}

/** One action on one resource that a request needs. */
export interface Need {
  action: string;
  resource: string;
  /** How to call the resource, when it stands for others like it. */
  shown?: string;
  /** Values of condition keys that come with the action, such as `s3:prefix`. */
  context?: Record<string, string>;
  /** The policy of the resource itself: a bucket's. */
  resourcePolicy?: unknown;
}

/** What IAM says to one need. */
export interface NeedDecision extends GateDecision {
  action: string;
  resource: string;
}

/**
 * IAM's decision on one need, by AWS's evaluation of policies within an account: an explicit deny wins, and a boundary
 * only narrows. @throws Error when a policy cannot be evaluated
 */
export async function iamDecision(role: RoleIdentity, need: Need): Promise<NeedDecision> {
  // Loaded here, because it brings a large table of actions along and most commands never ask.
  const { runSimulation } = await import('@cloud-copilot/iam-simulate');
  const accountId = role.arn.split(':')[4]!;
  const answer = await runSimulation(
    {
      request: {
        action: need.action,
        resource: { resource: need.resource, accountId },
        principal: role.arn,
        contextVariables: {
          'aws:SecureTransport': 'true',
          'aws:PrincipalArn': role.arn,
          'aws:PrincipalAccount': accountId,
          'aws:CurrentTime': new Date().toISOString(),
          ...need.context,
        },
      },
      identityPolicies: role.policies.map(({ name, document }) => ({ name, policy: document })),
      permissionBoundaryPolicies: role.boundary
        ? [{ name: role.boundary.name, policy: role.boundary.document }]
        : undefined,
      resourcePolicy: need.resourcePolicy,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === 'error')
    throw new Error(`the policies of ${role.arn} cannot be evaluated: ${answer.errors.message}`);
  const analysis = answer.resultType === 'single' ? answer.result.analysis : answer.results[0]?.analysis;
  return {
    action: need.action,
    resource: need.resource,
    open: answer.overallResult === 'Allowed',
    because: await inWords(analysis, need, role),
  };
}

async function inWords(
  analysis: RequestAnalysis | undefined,
  need: Need,
  role: RoleIdentity,
): Promise<string> {
  const { getDenialReasons, getGrantReasons } = await import('@cloud-copilot/iam-simulate');
  const what = `${need.action} on ${need.shown ?? shortArn(need.resource)}`;
  if (analysis?.result === 'Allowed') {
    const grants = getGrantReasons(analysis);
    // The boundary's statement is listed too, but it gives nothing.
    const giving = grants.find(({ policyType }) => policyType !== 'pb');
    return `${giving ? statementInWords(giving) : 'a statement'} allows ${what}`;
  }
  const denials = analysis ? getDenialReasons(analysis) : [];
  for (const denial of denials)
    if (denial.denialType === 'Explicit') return `${statementInWords(denial)} denies ${what}`;
  if (denials.some((denial) => denial.policyType === 'pb' && 'blocking' in denial))
    return `the permissions boundary ${role.boundary?.name ?? ''} does not allow ${what}`;
  return `no statement allows ${what}`;
}

interface NamedStatement {
  policyType: RequestGrant['policyType'] | string;
  policyIdentifier?: string;
  statementId?: string;
  statementIndex: number;
}

/** `Sid Catalog (policy rights)`; a statement without a Sid by its place, from 1. */
function statementInWords({
  policyType,
  policyIdentifier,
  statementId,
  statementIndex,
}: NamedStatement): string {
  const statement = statementId ? `Sid ${statementId}` : `statement ${statementIndex}`;
  if (policyType === 'resource') return `${statement} (the bucket's policy)`;
  if (policyType === 'pb') return `${statement} (permissions boundary ${policyIdentifier})`;
  return `${statement} (policy ${policyIdentifier})`;
}

/** What an ARN says after the account: `table/lakehouse/customers`. */
const shortArn = (arn: string): string => (arn.startsWith('arn:') ? arn.split(':').slice(5).join(':') : arn);
