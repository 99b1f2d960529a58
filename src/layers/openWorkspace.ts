import fs from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../target/project';
import type { Target } from '../target/target';
import { acceleratorFolder, reattachment, stopAccelerator } from './accelerator/accelerator';
import { providerBinary } from './accelerator/providerBinary';
import { typesOf } from './accelerator/templateTypes';
import { LAYERS, type LayerName } from './graph';
import { terraformEnvironment } from './terraform/environment';
import { openTofuMirror, providerMirror } from './terraform/mirror';
import { terraformProgram, toolsFolder } from './terraform/program';
import { type RunOptions, runTerraform, TerraformFailed, type Workspace } from './terraform/run';
import { Slots } from './terraform/slots';
import { AWS_PROVIDER } from './terraform/version';
import { layerFolder, stateFile } from './workspace';

type Options = Pick<RunOptions, 'signal'>;

/**
 * Does work in a layer's folder with Terraform, initialized. On the local account with the accelerator; should anything
 * be the matter with that, the work is done (again) by plain Terraform, and the accelerator's log says why.
 * @throws TerraformFailed, CliError, and what `work` throws
 */
export async function inWorkspace<T>(
  layer: LayerName,
  target: Target,
  options: Options,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const plain = await plainWorkspace(layer, target);
  const reattach = await accelerated(plain, target);
  if (reattach) {
    const workspace = { ...plain, accelerated: true, env: { ...plain.env, ...reattach } };
    try {
      await initialize(workspace, target, REATTACHED, options);
      return await work(workspace);
    } catch (error) {
      if (!isFaultOfAccelerator(error)) throw error;
      await giveUp(target, error);
    }
  }
  await initialize(plain, target, providerMirror() ?? REGISTRY, options);
  return work(plain);
}

async function plainWorkspace(layer: LayerName, target: Target): Promise<Workspace> {
  const [program, env] = await Promise.all([terraformProgram(), target.env()]);
  return {
    layer,
    program,
    folder: layerFolder(layer, target),
    env: terraformEnvironment(env),
    accelerated: false,
  };
}

// ---- the accelerator -------------------------------------------------------------------------------------------------

/** Set to `plain`, Terraform runs without the accelerator. */
const CHOICE = 'LAKEHOUSE_TERRAFORM';

/** Targets whose accelerator has failed this process. */
const givenUp = new Set<string>();

/** The variables for Terraform to use the accelerator; undefined: plain. */
async function accelerated(
  { program, env }: Workspace,
  target: Target,
): Promise<Record<string, string> | undefined> {
  const wanted = target.name === 'local' && process.env[CHOICE] !== 'plain' && !givenUp.has(target.home);
  if (!wanted || program.kind !== 'terraform') return undefined;
  // Before the first download there is none: then the first plain run fetches it.
  const binary = providerBinary([providerMirror() ?? providerCache()]);
  if (!binary) return undefined;
  try {
    const entry = path.join(projectRoot(), 'src', 'dist', 'accelerator.js');
    const types = await typesOfTarget(target);
    return await reattachment(target, { entry, binary, types, env });
  } catch (error) {
    await giveUp(target, error);
    return undefined;
  }
}

const knownTypes = new Map<string, Promise<Set<string>>>();

/** What the provider is asked for, of all layers at once and once a process: with other types another provider would be started. */
function typesOfTarget(target: Target): Promise<Set<string>> {
  const read = async (file: string): Promise<object> => JSON.parse(await readFile(file, 'utf8'));
  const known =
    knownTypes.get(target.home) ??
    (async () => {
      const templates = LAYERS.map((layer) => read(path.join(layerFolder(layer, target), 'cdk.tf.json')));
      const states = LAYERS.map((layer) => read(stateFile(layer, target)).catch(() => ({})));
      return typesOf(await Promise.all(templates), await Promise.all(states));
    })();
  knownTypes.set(target.home, known);
  return known;
}

/** How Terraform words that it and a provider do not understand each other. */
const FAULT =
  /plugin did not respond|failed to load plugin schemas|failed to instantiate provider|unrecognized remote plugin|reattach|rpc error|missing required provider|configured otherwise|plugin framework|could not load the schema/i;

const isFaultOfAccelerator = (error: unknown): error is TerraformFailed =>
  error instanceof TerraformFailed && !error.interrupted && error.problems.some((text) => FAULT.test(text));

async function giveUp(target: Target, error: unknown): Promise<void> {
  givenUp.add(target.home);
  const folder = acceleratorFolder(target);
  const why = `${new Date().toISOString()} given up, plain Terraform goes on: ${(error as Error).message}\n`;
  try {
    await stopAccelerator(target);
    await mkdir(folder, { recursive: true });
    fs.appendFileSync(path.join(folder, 'accelerator.log'), why);
  } catch (broken) {
    // Not even its folder can be used: the work goes on all the same.
    console.error(`${why}(${(broken as Error).message})`);
  }
}

// ---- terraform init --------------------------------------------------------------------------------------------------

const providerCache = (): string => path.join(toolsFolder(), 'providers');

/** Where the provider comes from: the accelerator, the registry, else a mirror's folder. */
const REATTACHED = 'accelerator';
const REGISTRY = 'registry';

/** Terraform's cache of downloaded providers must not be filled by two runs at once ("Provider Plugin Cache"). */
const downloads = new Slots(1);

/**
 * `terraform init`, when it is needed: a stamp tells with what it was done. The provider (700 MB) is never copied for a
 * layer: one from a mirror is linked, one from the registry comes into a cache of the clone and is linked too.
 */
async function initialize(workspace: Workspace, target: Target, source: string, { signal }: Options) {
  const { folder, program, env } = workspace;
  const stamp = path.join(folder, '.terraform', 'initialized-with');
  const what = JSON.stringify([program.path, program.version, AWS_PROVIDER, source]);
  const done = await readFile(stamp, 'utf8').catch(() => undefined);
  const lock = path.join(folder, '.terraform.lock.hcl');
  if (done === what && (source === REATTACHED || fs.existsSync(lock))) return;
  // The lock names the sums of what was there before, possibly from another source.
  await rm(lock, { force: true });
  const init = ['init', '-json', '-input=false', '-reconfigure'];
  if (source === REATTACHED) {
    await runTerraform(workspace, init, { signal });
  } else if (source === REGISTRY) {
    const cache = providerCache();
    await mkdir(cache, { recursive: true });
    const cached = { TF_PLUGIN_CACHE_DIR: cache, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1' };
    const release = await downloads.take();
    try {
      await runTerraform({ ...workspace, env: { ...env, ...cached } }, init, { signal });
    } finally {
      release();
    }
  } else {
    const plugins =
      program.kind === 'opentofu'
        ? openTofuMirror(source, path.join(target.home, 'opentofu-mirror'))
        : source;
    await runTerraform(workspace, [...init, `-plugin-dir=${plugins}`], { signal });
  }
  fs.writeFileSync(stamp, what);
}
