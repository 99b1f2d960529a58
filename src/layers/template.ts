import fs from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

export type Config = Record<string, unknown>;

/** What is read of a layer's template, in JSON. Source: Terraform, "JSON Configuration Syntax". */
export interface Template {
  provider?: { aws?: { default_tags?: { tags: Record<string, string> }[] }[] };
  resource?: Record<string, Record<string, Config>>;
  data?: Record<string, Record<string, Config>>;
}

const fileOf = (folder: string): string => path.join(folder, 'cdk.tf.json');

/** A layer's template. */
export const readTemplate = async (folder: string): Promise<Template> =>
  JSON.parse(await readFile(fileOf(folder), 'utf8')) as Template;

/**
 * Puts an `import` block for each of these into the template in its folder: the layer's next run then takes them into
 * the state. The next synthesis takes the blocks out again.
 */
export async function importNext(
  folder: string,
  template: Template,
  things: readonly { address: string; id: string }[],
): Promise<void> {
  if (things.length === 0) return;
  const blocks = things.map(({ address, id }) => ({ to: address, id }));
  const file = fileOf(folder);
  await writeFile(`${file}.imports`, JSON.stringify({ ...template, import: blocks }, undefined, 2));
  await rename(`${file}.imports`, file);
}

const OUTPUT = /^\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)\}$/;

/**
 * The attributes of a thing with the outputs of other layers that they name in place; other references stay as they are.
 * @throws Error when a state cannot be read
 */
export function resolveOutputs(config: Config, template: Template): Config {
  const resolve = (value: unknown): unknown => {
    const [, state, output] = (typeof value === 'string' && OUTPUT.exec(value)) || [];
    return state ? outputOf(template, state, output!) : value;
  };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, resolve(value)]));
}

function outputOf(template: Template, name: string, output: string): unknown {
  const { config } = template.data!.terraform_remote_state![name] as { config: { path: string } };
  const state = JSON.parse(fs.readFileSync(config.path, 'utf8')) as {
    outputs?: Record<string, { value: unknown }>;
  };
  return state.outputs?.[output]?.value;
}
