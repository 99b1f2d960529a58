import type { Target } from '../target/target';
import type { Listener, Outcome } from './event';
import { inOrder, LAYERS, type LayerName, withNeeds } from './graph';
import { restoreSettings, saveSettings } from './settings';
import type { Message } from './terraform/messages';
import { runTerraform } from './terraform/run';
import { isDeployed, openWorkspace, planFile, writeTemplates } from './workspace';

export interface DeployOptions {
  signal?: AbortSignal;
}

/** The layer whose template sets the data lake settings, which belong to the whole account. */
const SETTINGS_LAYER: LayerName = 'catalog';

/** Two runs at once keep two cores busy: a run is some fifteen seconds of the provider's CPU time. */
const WIDTH = 2;

/**
 * Brings one layer to what its template says: plans, and applies that very plan when it holds any change. The layers
 * below must be up. @throws TerraformFailed
 */
export async function deploy(layer: LayerName, target: Target, on: Listener, options: DeployOptions = {}): Promise<Outcome> {
  await writeTemplates(target);
  return deployLayer(layer, target, on, options);
}

async function deployLayer(layer: LayerName, target: Target, on: Listener, { signal }: DeployOptions): Promise<Outcome> {
  const started = Date.now();
  on({ layer, type: 'planning' });
  const counts = { add: 0, change: 0, remove: 0 };
  const workspace = await openWorkspace(layer, target, { signal, on: listenTo(layer, on, counts) });
  const file = planFile(layer, target);
  const { status } = await runTerraform(workspace, ['plan', '-input=false', '-json', '-lock-timeout=60s', '-detailed-exitcode', `-out=${file}`], [0, 2]);
  on({ layer, type: 'planned', ...counts });
  if (status === 2) {
    if (layer === SETTINGS_LAYER) await saveSettings(target);
    await runTerraform(workspace, ['apply', '-input=false', '-json', '-lock-timeout=60s', file]);
  }
  const outcome: Outcome = { layer, result: status === 2 ? 'applied' : 'unchanged', ...counts, ms: Date.now() - started };
  on({ layer, type: 'done', outcome });
  return outcome;
}

/** Terraform's messages as events of the layer; the planned counts are kept in `counts`. */
function listenTo(layer: LayerName, on: Listener, counts: { add: number; change: number; remove: number }) {
  let planned = false;
  return (message: Message): void => {
    if (message.type === 'summary' && !planned) {
      planned = true;
      Object.assign(counts, { add: message.add, change: message.change, remove: message.remove });
    }
    if (message.type === 'started' || message.type === 'running' || message.type === 'done' || message.type === 'failed')
      on({ layer, type: 'resource', address: message.address, action: message.action, state: message.type, ms: message.seconds * 1000 });
  };
}

/** Deploys layers with all that they stand on; those that do not depend on each other side by side. */
export async function deployAll(layers: readonly LayerName[], target: Target, on: Listener, options: DeployOptions = {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await writeTemplates(target);
  await inOrder(withNeeds(layers), async (layer) => void outcomes.push(await deployLayer(layer, target, on, options)), { width: WIDTH });
  return outcomes;
}

/** Destroys every layer that is deployed, from the top down, and puts the data lake settings back to what they were. */
export async function destroyAll(target: Target, on: Listener, options: DeployOptions = {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await writeTemplates(target);
  const deployed = LAYERS.filter((layer) => isDeployed(layer, target));
  await inOrder(
    deployed,
    async (layer) => {
      const started = Date.now();
      const counts = { add: 0, change: 0, remove: 0 };
      const workspace = await openWorkspace(layer, target, { ...options, on: listenTo(layer, on, counts) });
      await runTerraform(workspace, ['destroy', '-auto-approve', '-input=false', '-json', '-lock-timeout=60s']);
      if (layer === SETTINGS_LAYER) await restoreSettings(target);
      const outcome: Outcome = { layer, result: 'destroyed', ...counts, ms: Date.now() - started };
      outcomes.push(outcome);
      on({ layer, type: 'done', outcome });
    },
    { width: WIDTH, reverse: true },
  );
  return outcomes;
}
