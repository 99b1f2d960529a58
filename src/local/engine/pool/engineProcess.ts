import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { type HostMessage, type HostOptions, OUT_OF_MEMORY_MARK, type QueryMessage } from './protocol';
import { isMeasurable, ResidentMemory } from './residentMemory';

/** Below the gateway's own work, and below all of it when a query takes long. (nice values) */
const NICENESS = 5;
const NICENESS_OF_LONG_QUERIES = 19;
/** Megabytes of V8's heap: rows that are being printed, and what functions in JavaScript make. */
const HEAP_MB = 384;
const KEPT_WORDS = 16_384;

export interface ProcessOptions extends Omit<HostOptions, 'folder' | 'residentLimit'> {
  /** The bundle of `src/local/engineMain.ts`. */
  entry: string;
  /** Where the process gets a folder of its own. */
  tempFolder: string;
  /** Most resident memory, in bytes. */
  residentLimit: number;
}

/** Why a process was ended on purpose. */
export type EndedFor = 'stop' | 'memory' | 'memory of all';

/** An engine process that is gone, and what is known of why. */
export class ProcessGone extends Error {
  constructor(
    readonly reason: EndedFor | 'unknown',
    words: string,
  ) {
    super(words);
    this.name = 'ProcessGone';
  }
}

/** One engine process, from the gateway's side. It has no keys, no environment, and a folder of its own. */
export class EngineProcess {
  readonly folder: string;
  /** Resolves when the process can take a query. @throws ProcessGone */
  readonly ready: Promise<void>;
  /** Resolves when the process is gone and its folder removed. Never rejects. */
  readonly ended: Promise<void>;
  /** The files of the query that ran last: its DuckDB is kept for another one of the same files. */
  files: string | undefined;
  /** Its priority was lowered for good. */
  isSlowed = false;

  private readonly child: ChildProcess;
  private readonly memory: ResidentMemory | undefined;
  private waiting:
    | { resolve: (answer: HostMessage) => void; reject: (gone: ProcessGone) => void }
    | undefined;
  private gone: ProcessGone | undefined;
  private endedFor: EndedFor | undefined;
  private words = '';

  constructor({ entry, tempFolder, residentLimit, memoryLimit, threads }: ProcessOptions) {
    this.folder = join(tempFolder, randomUUID());
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const options: HostOptions = {
      folder: this.folder,
      memoryLimit,
      threads,
      ...(isMeasurable ? {} : { residentLimit }),
    };
    this.child = spawn(
      process.execPath,
      [`--max-old-space-size=${HEAP_MB}`, entry, JSON.stringify(options)],
      // Nothing of the gateway's environment: no keys, no home, no options for Node.
      { cwd: this.folder, env: {}, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' },
    );
    if (this.child.pid !== undefined) {
      setPriority(this.child.pid, NICENESS);
      this.memory = ResidentMemory.of(this.child.pid);
    }
    this.child.stderr?.on('data', (piece: Buffer) => {
      this.words = `${this.words}${piece}`.slice(-KEPT_WORDS);
    });
    this.child.on('message', (message: HostMessage) => {
      const waiting = this.waiting;
      this.waiting = undefined;
      waiting?.resolve(message);
    });
    this.ended = new Promise((resolve) => {
      const end = (words: string) => {
        this.becomeGone(words);
        rm(this.folder, { recursive: true, force: true }).then(resolve, resolve);
      };
      this.child.on('error', (error) => end(error.message));
      this.child.on('close', (code, signal) => end(`it ended with ${signal ?? `status ${code}`}`));
    });
    this.ready = this.answer().then(() => this.hold(false));
    // Who does not wait for it learns of it by `ended`.
    this.ready.catch(() => undefined);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isGone(): boolean {
    return this.gone !== undefined;
  }

  /** Bytes that are in memory; undefined where the system does not tell. */
  residentBytes(): number | undefined {
    return this.memory?.bytes();
  }

  /** Has one query run; the next one may come when it has answered. @throws ProcessGone */
  async run(query: QueryMessage): Promise<HostMessage> {
    const answer = this.answer();
    this.hold(true);
    // A failed send is a process that is about to be gone.
    this.child.send(query, () => undefined);
    try {
      return await answer;
    } finally {
      this.hold(false);
    }
  }

  /** Lets everything else go first, until the process ends: a priority cannot be raised again. */
  slowDown(): void {
    if (this.isSlowed || this.child.pid === undefined || this.gone) return;
    this.isSlowed = true;
    setPriority(this.child.pid, NICENESS_OF_LONG_QUERIES);
  }

  /** Ends the process at once, whatever it does. */
  kill(reason: EndedFor): void {
    if (this.gone) return;
    this.endedFor ??= reason;
    this.child.kill('SIGKILL');
    // Who waits need not wait for the system, too.
    this.becomeGone('it was killed');
  }

  private answer(): Promise<HostMessage> {
    if (this.gone) return Promise.reject(this.gone);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  private becomeGone(words: string): void {
    if (this.gone) return;
    this.memory?.close();
    const isOutOfMemory = this.words.includes(OUT_OF_MEMORY_MARK) || /heap out of memory/.test(this.words);
    const reason = this.endedFor ?? (isOutOfMemory ? 'memory' : 'unknown');
    this.gone = new ProcessGone(
      reason,
      `an engine process is gone: ${words}${this.words && `\n${this.words}`}`,
    );
    this.waiting?.reject(this.gone);
    this.waiting = undefined;
  }

  /** An idle engine process keeps no gateway alive. */
  private hold(on: boolean): void {
    const method = on ? 'ref' : 'unref';
    this.child[method]();
    this.child.channel?.[method]();
    (this.child.stderr as Socket | null)?.[method]();
  }
}

function setPriority(pid: number, niceness: number): void {
  try {
    os.setPriority(pid, niceness);
  } catch {
    // It is gone already, or the system refuses: a query is only less polite then.
  }
}
