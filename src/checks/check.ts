import type { Clients } from '../target/clients';
import type { Role } from '../target/roles';
import type { Target } from '../target/target';

/** `not-yet`: the check cannot say anything so far (its part is not built, or has not run); that is not red. */
export type CheckStatus = 'pass' | 'fail' | 'not-yet';

/** What a check found, in one sentence that a person can verify. */
export interface Finding {
  status: CheckStatus;
  evidence: string;
}

/** What a check may look at. */
export interface CheckContext {
  target: Target;
  /** SDK clients of a role, opened once. */
  as(role: Role): Clients;
  /** Terraform's outputs of all layers, by layer. */
  outputs: Record<string, Record<string, unknown>>;
  signal?: AbortSignal;
}

/** One of plan.md's seven exit criteria. */
export interface ExitCheck {
  id: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  /** The objective's name in plan.md. */
  name: string;
  run(context: CheckContext): Promise<Finding>;
}

export const pass = (evidence: string): Finding => ({ status: 'pass', evidence });
export const fail = (evidence: string): Finding => ({ status: 'fail', evidence });
export const notYet = (evidence: string): Finding => ({ status: 'not-yet', evidence });
