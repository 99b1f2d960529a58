import fs from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Target } from '../target/target';
import { LAYERS, type LayerName } from './graph';
import { keptSettings } from './settings';
import { terraformEnvironment } from './terraform/environment';
import { openTofuMirror, providerMirror } from './terraform/mirror';
import { terraformProgram, toolsFolder } from './terraform/program';
import { type RunOptions, runTerraform, type Workspace } from './terraform/run';
import { Slots } from './terraform/slots';
import { AWS_PROVIDER } from './terraform/version';
import { UnfinishedNote } from './unfinished';

type Home = Pick<Target, 'home'>;

/** Everything of one layer on one target: template, state, plan, logs, Terraform's own folder. */
const layerFolder = (layer: LayerName, { home }: Home): string => path.join(home, 'layers', layer);

export const stateFile = (layer: LayerName, target: Home): string =>
  path.join(layerFolder(layer, target), 'terraform.tfstate');

export const planFile = (layer: LayerName, target: Home): string =>
  path.join(layerFolder(layer, target), 'plan');

/** The note of work that has begun on a layer. */
export const unfinishedNote = (layer: LayerName, target: Home): UnfinishedNote =>
  new UnfinishedNote(layerFolder(layer, target));

/** The addresses of what a layer's state manages. @throws SyntaxError in the moment in which Terraform writes the state */
export function managedBy(layer: LayerName, target: Home): Set<string> {
  try {
    const { resources = [] } = JSON.parse(fs.readFileSync(stateFile(layer, target), 'utf8')) as {
      resources?: { mode: string; type: string; name: string; instances: unknown[] }[];
    };
    const managed = resources.filter(({ mode, instances }) => mode === 'managed' && instances.length > 0);
    return new Set(managed.map(({ type, name }) => `${type}.${name}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    throw error;
  }
}

/** Is anything of the layer deployed? Of one that a run is at work on, yes. */
export function isDeployed(layer: LayerName, target: Home): boolean {
  try {
    return managedBy(layer, target).size > 0;
  } catch (error) {
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}

/**
 * Writes the templates of all layers for a target, each as `layers/<layer>/cdk.tf.json`; never half a file, for another
 * run may be reading it. Takes about 0.2 s.
 */
export async function writeTemplates(target: Target): Promise<void> {
  const { synthesize } = await import('../../infra/app');
  await Promise.all(LAYERS.map((layer) => mkdir(layerFolder(layer, target), { recursive: true })));
  const fresh = await mkdtemp(path.join(target.home, 'layers', '.templates-'));
  try {
    const environment = {
      target: target.name,
      accountId: target.accountId,
      region: target.region,
      deployerArn: await target.deployerArn(),
      stateFile: (layer: LayerName) => stateFile(layer, target),
      alertEmail: process.env.LAKEHOUSE_ALERT_EMAIL || 'lakehouse-alerts@example.com',
      lakeSettings: await keptSettings(target),
    };
    synthesize(environment, fresh);
    for (const layer of LAYERS)
      await rename(
        path.join(fresh, 'stacks', layer, 'cdk.tf.json'),
        path.join(layerFolder(layer, target), 'cdk.tf.json'),
      );
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** How Terraform is run for a layer, initialized. @throws TerraformFailed, CliError */
export async function openWorkspace(
  layer: LayerName,
  target: Target,
  { signal }: Pick<RunOptions, 'signal'> = {},
): Promise<Workspace> {
  const program = await terraformProgram();
  const mirror = providerMirror();
  const workspace: Workspace = {
    layer,
    program,
    folder: layerFolder(layer, target),
    env: terraformEnvironment(await target.env()),
  };
  const plugins =
    mirror && program.kind === 'opentofu'
      ? openTofuMirror(mirror, path.join(target.home, 'opentofu-mirror'))
      : mirror;
  await initialize(workspace, plugins, signal);
  return workspace;
}

/** Terraform's cache of downloaded providers must not be filled by two runs at once ("Provider Plugin Cache"). */
const downloads = new Slots(1);

/**
 * `terraform init`, when it is needed: a stamp tells with what it was done. The provider (700 MB) is never copied for a
 * layer: one from a mirror is linked, one from the registry comes into a cache of the clone and is linked too.
 */
async function initialize(workspace: Workspace, plugins: string | undefined, signal?: AbortSignal) {
  const { folder, program, env } = workspace;
  const stamp = path.join(folder, '.terraform', 'initialized-with');
  const what = JSON.stringify([program.path, program.version, AWS_PROVIDER, plugins ?? 'registry']);
  const done = await readFile(stamp, 'utf8').catch(() => undefined);
  if (done === what && fs.existsSync(path.join(folder, '.terraform.lock.hcl'))) return;
  // The lock names the sums of what was there before, possibly from another source.
  await rm(path.join(folder, '.terraform.lock.hcl'), { force: true });
  const init = ['init', '-json', '-input=false', '-reconfigure'];
  if (plugins) {
    await runTerraform(workspace, [...init, `-plugin-dir=${plugins}`], { signal });
  } else {
    const cache = path.join(toolsFolder(), 'providers');
    await mkdir(cache, { recursive: true });
    const cached = { TF_PLUGIN_CACHE_DIR: cache, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1' };
    const release = await downloads.take();
    try {
      await runTerraform({ ...workspace, env: { ...env, ...cached } }, init, { signal });
    } finally {
      release();
    }
  }
  fs.writeFileSync(stamp, what);
}
