import { athenaFidelity } from './athena/fidelity';
import type { Fidelity } from './behaviour';

/** All that the local account answers, service by service, and how sure it is that AWS does the same. */
export const FIDELITY: readonly Fidelity[] = [athenaFidelity];
