import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { synthesize } from '../../infra/app';
import { type Environment, LAYERS, type LayerName } from '../../infra/layer';

/** One resource of a template: its type, its name, and what it is configured with. */
export interface Resource {
  type: string;
  name: string;
  layer: LayerName;
  config: Record<string, unknown>;
}

export interface Template {
  terraform: {
    backend: { local: { path: string } };
    required_providers: { aws: { source: string; version: string } };
  };
  provider: { aws: Record<string, unknown>[] };
  resource: Record<string, Record<string, Record<string, unknown>>>;
  data?: Record<string, Record<string, Record<string, unknown>>>;
  output: Record<string, { value: unknown }>;
}

const ENVIRONMENT: Environment = {
  target: 'local',
  accountId: '123456789012',
  region: 'us-east-1',
  deployerArn: 'arn:aws:iam::123456789012:user/deployer',
  stateFile: (layer) => `/home/learner/states/${layer}.tfstate`,
  alertEmail: 'learner@example.com',
};

/** The templates that are made for an account. */
export function templatesFor(changes: Partial<Environment> = {}): Record<LayerName, Template> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-templates-'));
  try {
    synthesize({ ...ENVIRONMENT, ...changes }, folder);
    return Object.fromEntries(
      LAYERS.map((layer) => [
        layer,
        JSON.parse(fs.readFileSync(path.join(folder, 'stacks', layer, 'cdk.tf.json'), 'utf8')) as Template,
      ]),
    ) as Record<LayerName, Template>;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** All resources of all layers, of one type or of any. */
export function resourcesOf(templates: Record<LayerName, Template>, type?: string): Resource[] {
  return LAYERS.flatMap((layer) =>
    Object.entries(templates[layer].resource)
      .filter(([kind]) => type === undefined || kind === type)
      .flatMap(([kind, byName]) =>
        Object.entries(byName).map(([name, config]) => ({ type: kind, name, layer, config })),
      ),
  );
}
