import { CliError } from '../cliError';
import type { Target } from '../target/target';
import { startAhead } from './accelerator/precreateSlowResources';
import { type Adopted, adoptAll, lookForAdoptions, removeUnimportable } from './adoption/adopt';
import type { Listener, Outcome } from './event';
import { inOrder, LAYERS, type LayerName, NEEDS, withDependents, withNeeds } from './graph';
import { openLayers } from './openLayers';
import { inWorkspace } from './openWorkspace';
import { restoreSettings, saveSettings } from './settings';
import { importNext, readTemplate } from './template';
import type { Message } from './terraform/messages';
import { runTerraform, TerraformFailed, type Workspace } from './terraform/run';
import { Slots } from './terraform/slots';
import { isDeployed, managedBy, planFile, unfinishedNote, writeTemplates } from './workspace';

export interface DeployOptions {
  /** Stops gently: what is begun is finished, nothing more is started, and the next deploy goes on from there. */
  signal?: AbortSignal;
}

/** The layer whose template sets the data lake settings. */
const SETTINGS_LAYER: LayerName = 'catalog';

/** Nobody is asked; another run on the same layer, perhaps of a command that was killed, is waited for. */
export const UNATTENDED = ['-input=false', '-json', '-lock-timeout=300s'] as const;

/**
 * Two at once keep two cores busy: a run costs some fifteen seconds of the provider's CPU time, nearly all of it before
 * the first thing is made. After that Terraform mostly waits for the account, so the slot is free from then on.
 */
export const terraformSlots = new Slots(2);

/**
 * Brings one layer to what its template says. The layers that it stands on must be up.
 * @throws CliError when one is not; TerraformFailed
 */
export async function deploy(
  layer: LayerName,
  target: Target,
  on: Listener,
  options: DeployOptions = {},
): Promise<Outcome> {
  return openLayers(target, options, async () => {
    const missing = NEEDS[layer].filter((need) => !isDeployed(need, target));
    if (missing.length > 0)
      throw new CliError(
        `The layer ${layer} needs ${missing.join(' and ')}, which ${missing.length > 1 ? 'are' : 'is'} not deployed on ${target.name}.`,
        `Deploy ${missing.length > 1 ? 'them' : 'it'} first, or all: make up`,
      );
    if (layer === SETTINGS_LAYER) await saveSettings(target);
    await writeTemplates(target);
    return deployLayer(layer, target, on, options);
  });
}

/** A deployment under way. */
export interface Deployment {
  /** When these layers are up: what needs only them need not wait for the rest. Rejected when it does not come to that. */
  reached(...layers: LayerName[]): Promise<void>;
  /** When all layers are up. @throws TerraformFailed */
  finished: Promise<Outcome[]>;
}

/** Begins to deploy layers with all that they stand on; those that do not depend on each other go up side by side. */
export function startDeployment(
  layers: readonly LayerName[],
  target: Target,
  on: Listener,
  options: DeployOptions = {},
): Deployment {
  const wanted = withNeeds(layers);
  const up = new Map<LayerName, () => void>();
  const ups = new Map(wanted.map((layer) => [layer, new Promise<void>((resolve) => up.set(layer, resolve))]));
  const outcomes: Outcome[] = [];
  const all = async (): Promise<Outcome[]> => {
    if (wanted.includes(SETTINGS_LAYER)) await saveSettings(target);
    await writeTemplates(target);
    await inOrder(wanted, async (layer) => {
      outcomes.push(await deployLayer(layer, target, on, options));
      up.get(layer)!();
    });
    return outcomes;
  };
  const finished = openLayers(target, options, all);
  // A failure is thrown to whoever waits, which may be later, or only for some layers.
  finished.catch(() => undefined);
  return {
    finished,
    reached: async (...these) => {
      await Promise.race([Promise.all(these.map((layer) => ups.get(layer))), finished]);
    },
  };
}

/** Deploys layers with all that they stand on, see {@link startDeployment}. @throws TerraformFailed */
export const deployAll = (...args: Parameters<typeof startDeployment>): Promise<Outcome[]> =>
  startDeployment(...args).finished;

/** Destroys every layer that is deployed, see {@link destroyLayers}. @throws TerraformFailed */
export const destroyAll = (target: Target, on: Listener, options?: DeployOptions): Promise<Outcome[]> =>
  destroyLayers(LAYERS, target, on, options);

/**
 * Destroys layers with all that stands on them, as far as they are deployed, from the top down. Without the layer that
 * sets them, the data lake settings are put back to what they were. @throws TerraformFailed
 */
export function destroyLayers(
  layers: readonly LayerName[],
  target: Target,
  on: Listener,
  options: DeployOptions = {},
): Promise<Outcome[]> {
  return openLayers(target, options, () => destroyAlone(layers, target, on, options));
}

async function destroyAlone(
  layers: readonly LayerName[],
  target: Target,
  on: Listener,
  options: DeployOptions,
): Promise<Outcome[]> {
  const unfinished = await Promise.all(LAYERS.map((layer) => unfinishedNote(layer, target).exists()));
  const wanted = withDependents(layers);
  const deployed = LAYERS.filter(
    (layer, i) => wanted.includes(layer) && (unfinished[i] || isDeployed(layer, target)),
  );
  const outcomes: Outcome[] = [];
  if (deployed.length > 0) await writeTemplates(target);
  await inOrder(
    deployed,
    async (layer) => {
      outcomes.push(await destroyLayer(layer, target, on, options));
    },
    { reverse: true },
  );
  if (!isDeployed(SETTINGS_LAYER, target)) await restoreSettings(target);
  return outcomes;
}

/**
 * Plans, and applies that very plan when it holds any change. Of a layer that has nothing yet the plan is known not to
 * be empty: it is planned and applied in one run, which saves a third of the time.
 */
function deployLayer(
  layer: LayerName,
  target: Target,
  on: Listener,
  options: DeployOptions,
): Promise<Outcome> {
  return work(layer, target, on, options, async ({ workspace, ahead, adopted, unfinished, terraform }) => {
    const isNew = !isDeployed(layer, target);
    const template = await readTemplate(workspace.folder);
    const managed = managedBy(layer, target);
    const found = await lookForAdoptions(template, managed, { target, layer, unfinished });
    for (const { address } of found) adopted.set(address, undefined);
    const there = new Set([...managed, ...adopted.keys()]);
    const started = await startAhead(workspace, template, there, target, on);
    for (const { address } of started) ahead.add(address);
    await importNext(workspace.folder, template, [...found, ...started]);
    if (isNew && found.length === 0) {
      await terraform(['apply', '-auto-approve', ...UNATTENDED]);
      return 'applied';
    }
    const file = planFile(layer, target);
    const status = await terraform(['plan', ...UNATTENDED, '-detailed-exitcode', `-out=${file}`], [0, 2]);
    if (status === 0) return 'unchanged';
    refuseLoss(layer, adopted);
    await terraform(['apply', ...UNATTENDED, file]);
    return 'applied';
  });
}

/** Types of things that hold data, or open it. */
const HOLDS_DATA = /^aws_(s3_bucket|kms_key|glue_catalog_(table|database))\./;

/** @throws CliError when a plan would remove data with a thing that no state knew until now */
function refuseLoss(layer: LayerName, adopted: Adopted): void {
  const lost = [...adopted].filter(
    ([address, action]) =>
      HOLDS_DATA.test(address) && action !== undefined && /delete|replace|remove/.test(action),
  );
  if (lost.length === 0) return;
  const names = lost.map(([address]) => address).join(', ');
  throw new CliError(
    `Layer ${layer}: ${names} exists in the account but not in Terraform's state, and differs so much from the template that Terraform would replace it and its data would be lost. Nothing was changed.`,
    'Save its data and remove it by hand, or change the template to fit it; then run the same command again.',
  );
}

function destroyLayer(
  layer: LayerName,
  target: Target,
  on: Listener,
  options: DeployOptions,
): Promise<Outcome> {
  return work(layer, target, on, options, async ({ workspace, unfinished, terraform }) => {
    if (unfinished) {
      const template = await readTemplate(workspace.folder);
      const place = { target, layer, unfinished };
      await adoptAll(workspace, template, managedBy(layer, target), place, on);
      await removeUnimportable(template, managedBy(layer, target), place);
    }
    await terraform(['destroy', '-auto-approve', ...UNATTENDED]);
    return 'destroyed';
  });
}

/** One layer being worked on. */
interface Run {
  workspace: Workspace;
  /** Addresses of what was made before Terraform's run, which imports it. */
  ahead: Set<string>;
  /** What the run finds in the account and takes over. */
  adopted: Adopted;
  /** Whether the work before this did not come to its end. */
  unfinished: boolean;
  /** Runs Terraform, and tells what becomes of the layer. @returns the exit status, one of `accept` */
  terraform(args: string[], accept?: readonly number[]): Promise<number>;
}

async function work(
  layer: LayerName,
  target: Target,
  on: Listener,
  { signal }: DeployOptions,
  runs: (run: Run) => Promise<Outcome['result']>,
): Promise<Outcome> {
  const release = await terraformSlots.take();
  const started = Date.now();
  const planned = { add: 0, change: 0, remove: 0 };
  on({ layer, type: 'planning' });
  try {
    const ahead = new Set<string>();
    const adopted: Adopted = new Map();
    const listen = listener(layer, planned, { ahead, adopted }, on, release);
    const result = await inWorkspace(layer, target, { signal }, (workspace) =>
      noted(layer, target, (unfinished) =>
        runs({
          workspace,
          ahead,
          adopted,
          unfinished,
          terraform: (args, accept) => runTerraform(workspace, args, { signal, accept, on: listen }),
        }),
      ),
    );
    const outcome: Outcome = {
      layer,
      result,
      ...planned,
      ...(adopted.size > 0 ? { adopted: adopted.size } : {}),
      ms: Date.now() - started,
    };
    on({ layer, type: 'done', outcome });
    return outcome;
  } catch (error) {
    on({ layer, type: 'failed', error });
    throw error;
  } finally {
    release();
  }
}

/** Does work under a note that it has begun, and tells it whether the work before came to its end. */
async function noted<T>(
  layer: LayerName,
  target: Target,
  work: (unfinished: boolean) => Promise<T>,
): Promise<T> {
  const note = unfinishedNote(layer, target);
  const unfinished = await note.exists();
  await note.write();
  try {
    const result = await work(unfinished);
    await note.remove();
    return result;
  } catch (error) {
    if (error instanceof TerraformFailed && !error.interrupted && !error.killed)
      await note.remove(error.problems);
    throw error;
  }
}

/**
 * Terraform's messages as events. The plan's counts are put into `planned`, with what was made `ahead` of it as added; of what
 * is adopted, what the plan does to it is noted. `onChange` is called at every change of a thing; data is read while planning.
 */
function listener(
  layer: LayerName,
  planned: Pick<Outcome, 'add' | 'change' | 'remove'>,
  { ahead, adopted }: { ahead: ReadonlySet<string>; adopted: Adopted },
  on: Listener,
  onChange: () => void,
): (message: Message) => void {
  let isPlanned = false;
  let changedAhead = 0;
  return (message) => {
    switch (message.type) {
      case 'planned':
        if (message.action === 'update' && ahead.has(message.address)) changedAhead++;
        if (adopted.has(message.address)) adopted.set(message.address, message.action);
        break;
      case 'summary':
        // The first is the plan's; an apply then tells what it did.
        if (isPlanned) break;
        isPlanned = true;
        planned.add = message.add + ahead.size;
        planned.change = message.change - changedAhead;
        planned.remove = message.remove;
        on({ layer, type: 'planned', ...planned });
        break;
      case 'started':
      case 'running':
      case 'done':
      case 'failed': {
        const { address, action, type: state, seconds } = message;
        if (action !== 'read') onChange();
        on({ layer, type: 'resource', address, action, state, ms: seconds * 1000 });
      }
    }
  };
}
