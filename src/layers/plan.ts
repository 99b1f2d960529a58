import type { Target } from '../target/target';
import { terraformSlots, UNATTENDED } from './deploy';
import type { LayerName } from './graph';
import { openLayers } from './openLayers';
import { inWorkspace } from './openWorkspace';
import { plannedChanges, type ThingChange } from './planned';
import { readTerraform, runTerraform } from './terraform/run';
import { planFile, writeTemplates } from './workspace';

/** One thing that Terraform would change. */
export interface Change {
  address: string;
  /** `create`, `update`, `delete`; `delete` and `create` together: replaced. */
  actions: string[];
}

interface PlanOptions {
  signal?: AbortSignal;
  /** Plan as if nothing of the layer were there; nothing is looked at. */
  fromNothing?: boolean;
}

interface PlanJson {
  resource_changes?: { address: string; change: { actions: string[] } }[];
  output_changes?: Record<string, { actions: string[] }>;
}

/**
 * What Terraform would change in a layer, after it has looked at what is really there. Empty: the layer is as its
 * template says. @throws TerraformFailed
 */
export async function plan(layer: LayerName, target: Target, options: PlanOptions = {}): Promise<Change[]> {
  const text = await planned(layer, target, options);
  return text === undefined ? [] : changesOf(text);
}

/** The same, thing by thing, with the attributes that would change. @throws TerraformFailed */
export async function planThings(
  layer: LayerName,
  target: Target,
  options: PlanOptions = {},
): Promise<ThingChange[]> {
  const text = await planned(layer, target, options);
  return text === undefined ? [] : plannedChanges(text);
}

/** A plan as `terraform show -json` prints it; undefined when nothing would change. */
const planned = (layer: LayerName, target: Target, options: PlanOptions): Promise<string | undefined> =>
  openLayers(target, options, () => planAlone(layer, target, options));

async function planAlone(
  layer: LayerName,
  target: Target,
  { signal, fromNothing = false }: PlanOptions,
): Promise<string | undefined> {
  await writeTemplates(target);
  const release = await terraformSlots.take();
  try {
    return await inWorkspace(layer, target, { signal }, async (workspace) => {
      const file = `${planFile(layer, target)}.look`;
      const args = ['plan', ...UNATTENDED, '-detailed-exitcode', `-out=${file}`];
      if (fromNothing) args.push('-refresh=false', '-lock=false', `-state=${file}.nothing`);
      if ((await runTerraform(workspace, args, { signal, accept: [0, 2] })) === 0) return undefined;
      return readTerraform(workspace, ['show', '-json', file]);
    });
  } finally {
    release();
  }
}

/** The changes of a plan as `terraform show -json` prints it. Source: Terraform, "JSON Output Format". */
export function changesOf(text: string): Change[] {
  const { resource_changes = [], output_changes = {} } = JSON.parse(text) as PlanJson;
  const outputs = Object.entries(output_changes).map(([name, change]) => ({
    address: `output.${name}`,
    change,
  }));
  return [...resource_changes, ...outputs]
    .filter(({ change }) => change.actions.some((action) => action !== 'no-op' && action !== 'read'))
    .map(({ address, change }) => ({ address, actions: change.actions }));
}
