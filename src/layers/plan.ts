import type { Target } from '../target/target';
import type { LayerName } from './graph';
import { runTerraform } from './terraform/run';
import { openWorkspace, planFile, writeTemplates } from './workspace';

/** One thing that Terraform would change. */
export interface Change {
  address: string;
  /** `create`, `update`, `delete`; `delete` and `create` together: replaced. */
  actions: string[];
}

interface PlanJson {
  resource_changes?: { address: string; mode: string; change: { actions: string[] } }[];
  output_changes?: Record<string, { actions: string[] }>;
}

const isChange = (actions: string[]) => !(actions.length === 1 && (actions[0] === 'no-op' || actions[0] === 'read'));

/** What Terraform would change in a layer, after it has looked at what is really there. Empty: the layer is as its template says. */
export async function plan(layer: LayerName, target: Target, options: { signal?: AbortSignal } = {}): Promise<Change[]> {
  await writeTemplates(target);
  const workspace = await openWorkspace(layer, target, options);
  const file = `${planFile(layer, target)}.look`;
  const { status } = await runTerraform(workspace, ['plan', '-input=false', '-json', '-lock-timeout=60s', '-detailed-exitcode', `-out=${file}`], [0, 2]);
  if (status === 0) return [];
  const { stdout } = await runTerraform(workspace, ['show', '-json', file]);
  const shown = JSON.parse(stdout) as PlanJson;
  return [
    ...(shown.resource_changes ?? []).filter(({ change }) => isChange(change.actions)).map(({ address, change }) => ({ address, actions: change.actions })),
    ...Object.entries(shown.output_changes ?? {}).filter(([, { actions }]) => isChange(actions)).map(([name, { actions }]) => ({ address: `output.${name}`, actions })),
  ];
}
