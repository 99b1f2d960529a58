import type { Clients } from '../target/clients';
import type { Target } from '../target/target';
import { listAthena } from './athena';
import { listBudgets } from './budgets';
import { listCloudWatch } from './cloudWatch';
import { listGlue } from './glue';
import { listIam } from './iam';
import type { Item } from './item';
import { listKms } from './kms';
import { listLakeFormation } from './lakeFormation';
import { listBuckets } from './s3';
import { listTopics } from './sns';

/** What a lister gets: the deployer's clients, and which account. */
export interface Account {
  clients: Clients;
  target: Target;
  /** On an account that holds other things too, only what bears the project's name counts. */
  ours: (name: string) => boolean;
}

const LISTERS: ((account: Account) => Promise<Item[]>)[] = [
  listBuckets,
  listIam,
  listKms,
  listTopics,
  listAthena,
  listGlue,
  listLakeFormation,
  listCloudWatch,
  listBudgets,
];

/**
 * What really exists, asked of the account itself. The local account is the project's alone: everything counts. On AWS
 * only what bears the project's name counts.
 */
export async function liveItems(target: Target, clients: Clients, project: string): Promise<Item[]> {
  const ours =
    target.name === 'local'
      ? () => true
      : (name: string) =>
          name === project || name.startsWith(`${project}-`) || name.startsWith(`${project}.`);
  const lists = await Promise.all(LISTERS.map((list) => list({ clients, target, ours })));
  return lists.flat();
}
