import fs from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { synthesize } from '../../infra/app';
import type { Environment } from '../../infra/layer';
import type { Target } from '../target/target';
import { LAYERS, type LayerName } from './graph';
import { terraformEnvironment } from './terraform/environment';
import { providerMirror } from './terraform/mirror';
import { AWS_PROVIDER } from './terraform/version';
import { terraformProgram } from './terraform/program';
import { type Run, runTerraform } from './terraform/run';

/** Everything of one layer on one target: state, plan, Terraform's own folder. */
const layerFolder = (layer: LayerName, target: Pick<Target, 'home'>): string => path.join(target.home, 'layers', layer);

export const stateFile = (layer: LayerName, target: Pick<Target, 'home'>): string => path.join(layerFolder(layer, target), 'terraform.tfstate');
export const planFile = (layer: LayerName, target: Pick<Target, 'home'>): string => path.join(layerFolder(layer, target), 'plan');
const templateFolder = (layer: LayerName, target: Pick<Target, 'home'>): string => path.join(target.home, 'templates', 'stacks', layer);

/** Is anything of the layer deployed? (A destroyed layer has a state without resources.) */
export function isDeployed(layer: LayerName, target: Pick<Target, 'home'>): boolean {
  try {
    return ((JSON.parse(fs.readFileSync(stateFile(layer, target), 'utf8')) as { resources?: unknown[] }).resources?.length ?? 0) > 0;
  } catch {
    return false;
  }
}

/** Writes the templates of all layers for a target. Takes about 0.2 s; the templates are never committed. */
export async function writeTemplates(target: Target): Promise<void> {
  await Promise.all(LAYERS.map((layer) => mkdir(layerFolder(layer, target), { recursive: true })));
  const environment: Environment = {
    target: target.name,
    accountId: target.accountId,
    region: target.region,
    deployerArn: await target.deployerArn(),
    stateFile: (layer) => stateFile(layer, target),
    alertEmail: process.env.LAKEHOUSE_ALERT_EMAIL || 'lakehouse-alerts@example.com',
  };
  synthesize(environment, path.join(target.home, 'templates'));
}

/** How Terraform is run for a layer, initialized: the provider is linked from a mirror, or taken from the registry into one place for all layers. */
export async function openWorkspace(layer: LayerName, target: Target, options: Pick<Run, 'signal' | 'on'> = {}): Promise<Run> {
  const program = await terraformProgram();
  const cache = path.join(target.home, '..', 'provider-cache');
  const mirror = providerMirror();
  if (!mirror) await mkdir(cache, { recursive: true });
  const env: Record<string, string> = {
    ...terraformEnvironment(await target.env()),
    TF_DATA_DIR: path.join(layerFolder(layer, target), '.terraform'),
    ...(mirror ? {} : { TF_PLUGIN_CACHE_DIR: cache, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1' }),
  };
  const run: Run = { program, cwd: templateFolder(layer, target), env, ...options };
  await initialize(run, mirror);
  return run;
}

/** `terraform init`, once: a stamp tells with what it was done, so that it is done again when that changes. */
async function initialize(run: Run, mirror: string | undefined): Promise<void> {
  const data = run.env.TF_DATA_DIR!;
  const stamp = path.join(data, 'initialized-with');
  const what = JSON.stringify([run.program.path, run.program.version, AWS_PROVIDER, mirror ?? 'registry']);
  const lock = path.join(run.cwd, '.terraform.lock.hcl');
  if (fs.existsSync(lock) && fs.existsSync(path.join(data, 'providers')) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === what) return;
  await runTerraform({ ...run, on: undefined }, ['init', '-input=false', '-no-color', '-reconfigure', ...(mirror ? [`-plugin-dir=${mirror}`] : [])]);
  fs.writeFileSync(stamp, what);
}
