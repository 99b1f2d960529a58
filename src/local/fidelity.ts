import { athenaFidelity } from './athena/fidelity';
import { sqlFidelity } from './athena/sqlFidelity';
import type { Fidelity } from './behaviour';
import { budgetsFidelity } from './budgets/fidelity';
import { glueFidelity } from './glue/fidelity';
import { identityFidelity } from './identity/fidelity';
import { lakeFormationFidelity } from './lakeformation/fidelity';
import { motoFidelity } from './moto/fidelity';
import { s3Fidelity } from './s3/fidelity';
import { stsFidelity } from './sts/fidelity';

/** All that the local account answers, service by service, and how sure it is that AWS does the same. */
export const FIDELITY: readonly Fidelity[] = [
  athenaFidelity,
  sqlFidelity,
  glueFidelity,
  lakeFormationFidelity,
  s3Fidelity,
  budgetsFidelity,
  stsFidelity,
  identityFidelity,
  motoFidelity,
];
