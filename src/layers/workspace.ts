import fs from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Target } from '../target/target';
import { UnfinishedNote } from './dirtyMarker';
import { LAYERS, type LayerName } from './graph';
import { keptSettings } from './settings';

type Home = Pick<Target, 'home'>;

/** Everything of one layer on one target: template, state, plan, logs, Terraform's own folder. */
export const layerFolder = (layer: LayerName, { home }: Home): string => path.join(home, 'layers', layer);

/**
 * Not `terraform.tfstate`: at `init -reconfigure` Terraform takes a file of that name for a state to be moved to the
 * backend, and empties it behind itself, even where the backend is that very file.
 */
export const stateFile = (layer: LayerName, target: Home): string =>
  path.join(layerFolder(layer, target), `${layer}.tfstate`);

export const planFile = (layer: LayerName, target: Home): string =>
  path.join(layerFolder(layer, target), 'plan');

/** The note of work that has begun on a layer. */
export const unfinishedNote = (layer: LayerName, target: Home): UnfinishedNote =>
  new UnfinishedNote(layerFolder(layer, target));

/** The addresses of what a layer's state manages. @throws SyntaxError in the moment in which Terraform writes the state */
export function managedBy(layer: LayerName, target: Home): Set<string> {
  try {
    // Terraform makes the file, empty, before it has anything to write down.
    const text = fs.readFileSync(stateFile(layer, target), 'utf8') || '{}';
    const { resources = [] } = JSON.parse(text) as {
      resources?: { mode: string; type: string; name: string; instances: unknown[] }[];
    };
    const managed = resources.filter(({ mode, instances }) => mode === 'managed' && instances.length > 0);
    return new Set(managed.map(({ type, name }) => `${type}.${name}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    throw error;
  }
}

/** The same, sorted. */
export const managedThings = (layer: LayerName, target: Home): string[] =>
  [...managedBy(layer, target)].sort();

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
