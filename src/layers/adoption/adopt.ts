import { clientsOf } from '../../target/clients';
import type { Target } from '../../target/target';
import type { Listener } from '../event';
import type { LayerName } from '../graph';
import type { Template } from '../template';
import { readTerraform, type Workspace } from '../terraform/run';
import { type Adoption, findAdoptions, refuseStrangers, type Stranger } from './findAdoptions';

/** What is taken over, by address; and what the plan does to it beyond that, once it is known. */
export type Adopted = Map<string, string | undefined>;

interface Place {
  target: Target;
  layer: LayerName;
  unfinished: boolean;
}

type Importable = Adoption & { id: string };
const importable = (adoption: Adoption): adoption is Importable => adoption.id !== undefined;

/**
 * What the account has of a layer and its state does not, for the next run to import.
 * @param managed addresses that the state has
 * @throws CliError when something in the account is in the way, and is not the project's
 */
export async function lookForAdoptions(
  template: Template,
  managed: ReadonlySet<string>,
  place: Place,
): Promise<Importable[]> {
  const { ours, strangers } = await look(template, managed, place);
  refuseStrangers(place.layer, strangers);
  return ours.filter(importable);
}

/** Imports the same, one by one, for a run that destroys it. What is not the project's is left alone. */
export async function adoptAll(
  workspace: Workspace,
  template: Template,
  managed: ReadonlySet<string>,
  place: Place,
  on: Listener,
): Promise<void> {
  const { layer } = place;
  const { ours } = await look(template, managed, place);
  for (const { address, id } of ours.filter(importable)) {
    const event = { layer, type: 'resource', address, action: 'import' } as const;
    const started = Date.now();
    on({ ...event, state: 'started', ms: 0 });
    const options = ['-input=false', '-no-color', '-lock-timeout=300s'];
    await readTerraform(workspace, ['import', ...options, address, id]);
    on({ ...event, state: 'done', ms: Date.now() - started });
  }
}

/** Removes what cannot be imported, and what no run of Terraform would therefore destroy. */
export async function removeUnimportable(
  template: Template,
  managed: ReadonlySet<string>,
  place: Place,
): Promise<void> {
  const { ours } = await look(template, managed, place);
  const locations = ours.filter((adoption) => !importable(adoption));
  if (locations.length === 0) return;
  const { DeregisterResourceCommand } = await import('@aws-sdk/client-lakeformation');
  const clients = clientsOf(place.target);
  try {
    const lakeFormation = await clients.lakeFormation();
    for (const { arn } of locations)
      if (arn) await lakeFormation.send(new DeregisterResourceCommand({ ResourceArn: arn }));
  } finally {
    clients.destroy();
  }
}

async function look(
  template: Template,
  managed: ReadonlySet<string>,
  place: Place,
): Promise<{ ours: Adoption[]; strangers: Stranger[] }> {
  const clients = clientsOf(place.target);
  try {
    return await findAdoptions(template, managed, { ...place, clients });
  } finally {
    clients.destroy();
  }
}
