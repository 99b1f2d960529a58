import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { venvPython } from '../../../scripts/setup/install.mjs';
import { startAccount, stopAccount } from '../../../src/local/control';
import { projectRoot } from '../../../src/target/project';
import { type FaultClients, openFaultClients } from './clients';
import { killNow, type ProcessFacts, processFacts, processTree } from './processTree';
import { pause, waitUntil } from './waiting';

/** Where a started account's program and Python are, as the command finds them. */
const program = () => {
  const root = projectRoot();
  return {
    entry: path.join(root, 'src', 'dist', 'local.js'),
    python: process.env.LAKEHOUSE_PYTHON || venvPython(root),
    launcher: path.join(root, 'src', 'local', 'moto', 'launcher'),
  };
};

export type Part = 'gateway' | 'moto' | 'engine';

/** A local account as the command runs it, with what is needed to hurt it and to look at it. */
export class FaultAccount {
  /** How often a part was killed, or the account started: what was in flight at another epoch is uncertain. */
  epoch = 0;
  #clients: FaultClients | undefined;
  #pid: number | undefined;
  #logFrom = 0;
  /** Another program than the account's own, which starts that one. */
  entry = program().entry;
  /** How far the clock of the account is ahead of ours. ms */
  clockOffset = 0;

  private constructor(
    readonly home: string,
    private readonly ours: boolean,
  ) {}

  /** An account that does not run yet. @param home an existing `LAKEHOUSE_HOME`; a new temporary one by default */
  static in(home?: string): FaultAccount {
    return new FaultAccount(home ?? fs.mkdtempSync(path.join(os.tmpdir(), 'faults-')), home === undefined);
  }

  /** The folder in which all of its state lies. */
  get folder(): string {
    return path.join(this.home, 'account');
  }

  get pid(): number {
    if (this.#pid === undefined) throw new Error('the account was not started');
    return this.#pid;
  }

  /** Clients of the deployer, without retries of their own. */
  get clients(): FaultClients {
    if (!this.#clients) throw new Error('the account was not started');
    return this.#clients;
  }

  /** Starts it as `lakehouse` does. @returns ms until it answered @throws Error with the end of its log */
  async start(): Promise<number> {
    const begin = Date.now();
    this.#logFrom = this.#logSize();
    const { endpoint, pid } = await startAccount({ home: this.home, ...program(), entry: this.entry });
    const took = Date.now() - begin;
    this.#pid = pid;
    this.epoch++;
    this.openClients(endpoint);
    return took;
  }

  /** Opens clients anew. @param endpoint the one of before by default */
  openClients(endpoint = this.clients.endpoint): void {
    this.#clients?.destroy();
    this.#clients = openFaultClients(endpoint, this.folder, { clockOffset: this.clockOffset });
  }

  /** Stops it as `lakehouse down` does. */
  async stop(): Promise<void> {
    this.#clients?.destroy();
    await stopAccount({ home: this.home });
    this.epoch++;
  }

  /** Its living processes of one kind. Engines are those that are neither gateway nor moto. */
  processes(part: Part): ProcessFacts[] {
    const isMoto = ({ command }: ProcessFacts) => command.includes('moto/launcher');
    return this.allProcesses().filter((one) =>
      part === 'gateway' ? one.pid === this.pid : one.pid !== this.pid && isMoto(one) === (part === 'moto'),
    );
  }

  allProcesses(): ProcessFacts[] {
    return processTree(this.pid);
  }

  /** Kills every process of one kind, at once. @returns how many there were */
  kill(part: Part): number {
    this.epoch++;
    return this.processes(part).filter(({ pid }) => killNow(pid)).length;
  }

  /** Kills the gateway, and waits until all of its children have noticed. */
  async crash(): Promise<void> {
    const all = this.allProcesses();
    this.kill('gateway');
    await waitUntil('the processes of a killed gateway end', 10_000, () =>
      all.every(({ pid }) => processFacts(pid) === undefined),
    ).catch((error: Error) => {
      for (const { pid } of all) killNow(pid);
      throw error;
    });
  }

  get isAlive(): boolean {
    return processFacts(this.pid) !== undefined;
  }

  /** What health answers; undefined when nobody does. */
  async health(): Promise<{ ok: boolean; text: string } | undefined> {
    try {
      const answer = await fetch(`${this.clients.endpoint}/_lakehouse/health`, {
        signal: AbortSignal.timeout(5000),
      });
      const text = await answer.text();
      return { ok: answer.ok && (JSON.parse(text) as { status?: string }).status === 'ok', text };
    } catch {
      return undefined;
    }
  }

  /** Waits until health is good and moto answers. */
  async waitUntilWhole(ms = 30_000): Promise<void> {
    await waitUntil('the account is whole again', ms, async () => {
      if (!this.isAlive || !(await this.health())?.ok) return false;
      return this.clients.iam.listUsers({ MaxItems: 1 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** What it has logged since it was started last. */
  log(): string {
    const file = path.join(this.folder, 'gateway.log');
    if (!fs.existsSync(file)) return '';
    const bytes = fs.readFileSync(file);
    return bytes.subarray(bytes.length >= this.#logFrom ? this.#logFrom : 0).toString('utf8');
  }

  /** Ends it whatever state it is in, and removes its folder if it was made here. */
  async remove(): Promise<void> {
    this.#clients?.destroy();
    await stopAccount({ home: this.home }).catch(() => undefined);
    if (this.#pid !== undefined) for (const { pid } of processTree(this.#pid)) killNow(pid);
    await pause(50);
    if (this.ours) fs.rmSync(this.home, { recursive: true, force: true, maxRetries: 3 });
  }

  #logSize(): number {
    return fs.statSync(path.join(this.folder, 'gateway.log'), { throwIfNoEntry: false })?.size ?? 0;
  }
}
