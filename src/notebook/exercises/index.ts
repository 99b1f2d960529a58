import { catalog } from './catalog';
import { contracts } from './contracts';
import { cost } from './cost';
import type { Exercise } from './exercise';
import { firstWin } from './firstWin';
import { foundation } from './foundation';
import { governance } from './governance';
import { iceberg } from './iceberg';
import { ingest } from './ingest';
import { teardown } from './teardown';

/** All exercises, in the order of the lessons. */
export const EXERCISES: readonly Exercise[] = [
  firstWin,
  foundation,
  catalog,
  ingest,
  iceberg,
  governance,
  contracts,
  cost,
  teardown,
].flat();
