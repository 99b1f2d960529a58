import path from 'node:path';
import pc from 'picocolors';
import { currentCommit, renderReport, writeReport } from '../checks/report';
import { runChecks } from '../checks/run';
import { formatDuration, type Phase, writeStopwatch } from '../checks/stopwatch';
import { CliError } from '../cliError';
import { demoQueries } from '../commands/demo';
import { loadDemoData } from '../ingest/demoData';
import {
  deployAll,
  isDeployed,
  LAYERS,
  type LayerName,
  openLayers,
  outputs,
  TerraformFailed,
  withNeeds,
} from '../layers';
import { terraformProgram } from '../layers/terraform/program';
import { progressLine } from '../progress';
import { watchAccount } from '../target/accountWatch';
import { clientsOf } from '../target/clients';
import { openTarget } from '../target/open';
import { lakehouseHome } from '../target/project';
import type { Target } from '../target/target';
import { DeployView } from './deployView';
import { stopSignal, untilStopped } from './stopSignal';

export interface UpOptions {
  target: Target['name'];
  /** Only this layer and what it stands on. */
  layer?: LayerName;
  /** Asked before layers are made that are not there yet. @throws CliError to stop it */
  confirm?: (target: Target) => Promise<void>;
}

/**
 * The main job: account, layers, data, demo queries, exit checks, with a stopwatch. Sets the exit status to 1 when a
 * check is red. Each step may be interrupted; the next run finishes it. @throws CliError
 */
export async function upAll(options: UpOptions): Promise<void> {
  const signal = stopSignal('make up');
  const home = path.join(lakehouseHome(), options.target);
  await openLayers({ home }, { signal }, () => upAlone(options, signal));
}

async function upAlone(options: UpOptions, stopped: AbortSignal): Promise<void> {
  const startedAt = new Date();
  const phases: Phase[] = [];
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const started = Date.now();
    try {
      return await work();
    } finally {
      phases.push({ name, ms: Date.now() - started });
    }
  };
  const target = await timed('account', () =>
    untilStopped(stopped, () => openTarget(options.target, { create: true })),
  );
  const account = watchAccount(target);
  try {
    await bringUp(target, options, { startedAt, phases, timed }, AbortSignal.any([stopped, account.signal]));
  } catch (error) {
    throw account.explain(error);
  } finally {
    account.end();
  }
}

/** How long `up` takes over what. */
interface Timing {
  startedAt: Date;
  phases: Phase[];
  timed<T>(name: string, work: () => Promise<T>): Promise<T>;
}

async function bringUp(
  target: Target,
  options: UpOptions,
  { startedAt, phases, timed }: Timing,
  signal: AbortSignal,
): Promise<void> {
  const say = (text: string) => console.error(`${pc.green('✓')} ${text}`);
  say(
    target.name === 'local'
      ? `local account at ${target.endpoint}`
      : `AWS account ${target.accountId}, ${target.region}`,
  );
  const wanted = options.layer ? withNeeds([options.layer]) : LAYERS;
  if (!wanted.every((layer) => isDeployed(layer, target))) await options.confirm?.(target);
  const fromEmpty = !LAYERS.some((layer) => isDeployed(layer, target));
  await timed('terraform', () => untilStopped(signal, findTerraform));
  await timed('layers', () => deployLayers(options.layer ? [options.layer] : LAYERS, target, signal));
  if (options.layer) return;
  signal.throwIfAborted();

  await timed('data', () => untilStopped(signal, () => loadData(target, say)));
  await timed('demo queries', () => untilStopped(signal, () => runDemoQueries(target)));
  await timed('stopwatch', async () =>
    writeStopwatch(target, {
      target: target.name,
      commit: currentCommit(),
      startedAt: startedAt.toISOString(),
      fromEmpty,
      phases: [...phases],
      totalMs: Date.now() - startedAt.getTime(),
    }),
  );
  const report = await timed('checks', () => untilStopped(signal, () => check(target, signal)));
  await writeStopwatch(target, {
    target: target.name,
    commit: report.commit,
    startedAt: startedAt.toISOString(),
    fromEmpty,
    phases: phases.filter(({ name }) => name !== 'stopwatch'),
    totalMs: Date.now() - startedAt.getTime(),
  });
  console.log(renderReport(report));
  await writeReport(target, report);
  console.log(
    pc.dim(
      `${formatDuration(Date.now() - startedAt.getTime())}: ${phases
        .filter(({ ms }) => ms >= 100)
        .map(({ name, ms }) => `${name} ${formatDuration(ms)}`)
        .join(', ')}`,
    ),
  );
  const red = report.checks.filter((result) => result.status === 'fail');
  if (red.length > 0) {
    process.exitCode = 1;
    console.error(
      pc.red(
        `${red.length} of the exit checks are red; the evidence is in the table. \`make check\` runs them again.`,
      ),
    );
  } else
    console.log(
      `\nYour lakehouse is up. Ask it something:\n  npx lakehouse sql "SELECT * FROM customers LIMIT 5" --as analyst`,
    );
}

async function findTerraform(): Promise<void> {
  const line = progressLine(process.stderr);
  await terraformProgram({
    onProgress: (done, total) =>
      line.show(
        `fetching Terraform: ${Math.round(done / 2 ** 20)} of ${total ? Math.round(total / 2 ** 20) : '?'} MB`,
      ),
  });
  line.clear();
}

async function deployLayers(
  layers: readonly LayerName[],
  target: Target,
  signal: AbortSignal,
): Promise<void> {
  const view = new DeployView();
  try {
    await deployAll(layers, target, view.on, { signal });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof TerraformFailed)) throw error;
    throw new CliError(
      `Terraform failed:\n  ${error.problems.join('\n  ') || error.message}`,
      'Mend the cause, then run `make up` again: it goes on from here. `make doctor` looks at the machine.',
    );
  } finally {
    view.end();
  }
}

async function loadData(target: Target, say: (text: string) => void): Promise<void> {
  const engineer = clientsOf(target, 'engineer');
  const line = progressLine(process.stderr);
  try {
    const loads = await loadDemoData(target, engineer, (text) => line.show(text));
    line.clear();
    say(
      `data: ${loads.map(({ table, rows, loaded }) => `${rows.toLocaleString('en')} rows in ${table}${loaded ? '' : ' (there already)'}`).join(', ')}`,
    );
  } finally {
    line.clear();
    engineer.destroy();
  }
}

/** Asks the demo's questions as the engineer; the first answer is shown, so that the first win is on the screen. */
async function runDemoQueries(target: Target): Promise<void> {
  const engineer = clientsOf(target, 'engineer');
  let shown = false;
  try {
    await demoQueries(engineer, (text) => {
      if (!shown) console.log(`\n${text}`);
      shown = true;
    });
  } finally {
    engineer.destroy();
  }
}

async function check(target: Target, signal: AbortSignal) {
  const line = progressLine(process.stderr);
  line.show('exit checks');
  try {
    return await runChecks(target, {
      outputs: await outputs(target),
      signal,
      onResult: ({ id, name, status }) => line.show(`exit checks: ${id} ${name}: ${status}`),
    });
  } finally {
    line.clear();
  }
}
