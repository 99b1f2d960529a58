import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { terraformEnvironment } from '../../../src/layers/terraform/environment';
import type { Message } from '../../../src/layers/terraform/messages';
import {
  readTerraform,
  runTerraform,
  TerraformFailed,
  type Workspace,
} from '../../../src/layers/terraform/run';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-run-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

/** Real Terraform; `terraform_data` is built in, so there is no provider to start. */
let workspace: Workspace;
let messages: Message[];
const on = (message: Message) => void messages.push(message);
beforeEach(() => {
  const folder = fs.mkdtempSync(path.join(root, 'layer-'));
  // A configuration of the user's that would break every run.
  const home = fs.mkdtempSync(path.join(root, 'home-'));
  fs.writeFileSync(path.join(home, '.terraformrc'), 'this is { no configuration');
  const shell = { ...process.env, HOME: home, TF_CLI_ARGS: '-no-such-argument', TF_DATA_DIR: '/nowhere' };
  workspace = {
    layer: 'catalog',
    program: { path: 'terraform', version: '1.11.0', kind: 'terraform' },
    folder,
    env: terraformEnvironment({}, shell),
    accelerated: false,
  };
  messages = [];
});

/** Things that are made one after the other, each by a shell command. */
function template(...commands: string[]): void {
  const names = commands.map((_, i) => `step_${i}`);
  const step = (i: number) => ({
    provisioner: [{ 'local-exec': { command: commands[i] } }],
    depends_on: i === 0 ? [] : [`terraform_data.${names[i - 1]}`],
  });
  const resource = { terraform_data: Object.fromEntries(names.map((name, i) => [name, step(i)])) };
  fs.writeFileSync(path.join(workspace.folder, 'cdk.tf.json'), JSON.stringify({ resource }));
}

const APPLY = ['apply', '-auto-approve', '-input=false', '-json'];
/** What is made, as the state says; nothing while Terraform is writing it. */
const made = (): string[] => {
  try {
    const { resources } = JSON.parse(fs.readFileSync(file('terraform.tfstate'), 'utf8')) as {
      resources: { name: string; instances: { status?: string }[] }[];
    };
    return resources.filter(({ instances }) => instances[0]?.status !== 'tainted').map(({ name }) => name);
  } catch {
    return [];
  }
};
const file = (name: string) => path.join(workspace.folder, name);

/** Waits for a condition that another process brings about. */
async function until(condition: () => boolean): Promise<void> {
  for (
    const deadline = Date.now() + 20_000;
    !condition();
    await new Promise((resolve) => setTimeout(resolve, 20))
  )
    if (Date.now() > deadline) throw new Error('it did not come to that');
}

describe('runTerraform', () => {
  test('tells what is planned and made, and keeps the log', async () => {
    template('true', 'true');
    expect(await runTerraform(workspace, APPLY, { on })).toBe(0);
    expect(messages).toContainEqual({ type: 'summary', add: 2, change: 0, remove: 0 });
    const steps = messages.flatMap((message) =>
      message.type === 'started' || message.type === 'done' ? [`${message.type} ${message.address}`] : [],
    );
    expect(steps).toEqual([
      'started terraform_data.step_0',
      'done terraform_data.step_0',
      'started terraform_data.step_1',
      'done terraform_data.step_1',
    ]);
    expect(fs.readFileSync(file('apply.log'), 'utf8')).toContain('"type":"apply_complete"');
  });

  test('a plan says by its status whether anything would change', async () => {
    template('true');
    const plan = ['plan', '-input=false', '-json', '-detailed-exitcode', '-out=plan'];
    expect(await runTerraform(workspace, plan, { accept: [0, 2] })).toBe(2);
    expect(JSON.parse(await readTerraform(workspace, ['show', '-json', 'plan']))).toMatchObject({
      resource_changes: [{ address: 'terraform_data.step_0', change: { actions: ['create'] } }],
    });
    await runTerraform(workspace, ['apply', '-input=false', '-json', 'plan']);
    expect(await runTerraform(workspace, plan, { accept: [0, 2] })).toBe(0);
  });

  test('a failure says which layer, which thing, why, and where to read on', async () => {
    template('echo the disk is full >&2; exit 3');
    const failure = await runTerraform(workspace, APPLY).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TerraformFailed);
    const { message, hint, interrupted } = failure as TerraformFailed;
    expect(message).toContain(
      'Layer catalog: terraform apply failed:\n  terraform_data.step_0: local-exec provisioner error:',
    );
    expect(message).toContain('the disk is full');
    expect(hint).toContain(file('apply.log'));
    expect(interrupted).toBe(false);
  });

  test('what Terraform prints without JSON is told too', async () => {
    template('true');
    await expect(runTerraform(workspace, ['no-such-command'])).rejects.toThrow(
      /Terraform has no command named/,
    );
    await expect(readTerraform(workspace, ['show', '-json', 'none'])).rejects.toThrow(
      'Layer catalog: terraform show failed:',
    );
  });

  test('an abort asks once; what was done is written down, and the next run goes on', async () => {
    template('true', `until [ -e go ]; do sleep 0.05; done`, 'true');
    const abort = new AbortController();
    const run = runTerraform(workspace, APPLY, {
      signal: abort.signal,
      on: (message) => {
        if (message.type === 'started' && message.address.endsWith('step_1')) abort.abort();
      },
    });
    const failure = (await run.catch((error: unknown) => error)) as TerraformFailed;
    expect(failure.interrupted).toBe(true);
    expect(failure.message).toContain('was stopped');
    expect(made()).toEqual(['step_0']);
    fs.writeFileSync(file('go'), '');
    await runTerraform(workspace, APPLY, { on });
    expect(made()).toEqual(['step_0', 'step_1', 'step_2']);
    await expect(runTerraform(workspace, APPLY, { signal: abort.signal })).rejects.toThrow('was not begun');
  });

  test('after kill -9 of Terraform the next run finishes the work, whatever lock was left', async () => {
    template('true', 'until [ -e go ]; do sleep 0.05; done');
    const child = spawn('terraform', APPLY, { cwd: workspace.folder, env: workspace.env, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await until(() => made().includes('step_0'));
    child.kill('SIGKILL');
    await ended;
    expect(fs.existsSync(file('.terraform.tfstate.lock.info'))).toBe(true);
    fs.writeFileSync(file('go'), '');
    await runTerraform(workspace, [...APPLY, '-lock-timeout=10s']);
    expect(made()).toEqual(['step_0', 'step_1']);
  });

  test('Terraform ends its work and writes its state when the process that started it is killed', async () => {
    template('true', 'until [ -e go ]; do sleep 0.05; done', 'true');
    const program = path.join(root, 'runner.cjs');
    await build({
      stdin: {
        contents: `import { runTerraform } from ${JSON.stringify(path.join(__dirname, '../../../src/layers/terraform/run.ts'))};
          void runTerraform(JSON.parse(process.argv[2]), ${JSON.stringify(APPLY)});`,
        resolveDir: root,
      },
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    const parent = spawn(process.execPath, [program, JSON.stringify(workspace)], { stdio: 'ignore' });
    await until(() => made().includes('step_0'));
    parent.kill('SIGKILL');
    fs.writeFileSync(file('go'), '');
    await until(() => made().includes('step_2'));
    // It waits for the lock until the other run is over.
    expect(await runTerraform(workspace, [...APPLY, '-lock-timeout=10s'], { on })).toBe(0);
    expect(messages.filter(({ type }) => type === 'started')).toEqual([]);
  });
});
