import type { FaultAccount } from './faultAccount';
import type { Ledger } from './ledger';
import type { Random } from './random';

/** The account under test, what it has acknowledged, and the dice. */
export interface Scene {
  account: FaultAccount;
  ledger: Ledger;
  random: Random;
}

/** A client that changes one kind of thing, one call after the other. */
export interface Writer {
  name: string;
  /** Carries out one change, chosen by the dice, and notes it in the ledger. */
  step(scene: Scene): Promise<unknown>;
}

/** A name out of a few, so that things are made, changed and removed again and again. */
export const someName = (random: Random, prefix: string, count: number): string =>
  `${prefix}-${random.below(count)}`;
