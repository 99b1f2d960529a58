import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../src/target/project';

/** A run of the `lakehouse` command on a home of its own. */
export interface CommandRun {
  child: ChildProcess;
  /** Its exit status (null when it was killed) and all that it said. */
  ended: Promise<{ status: number | null; said: string }>;
}

/** Runs the command. @param home `LAKEHOUSE_HOME` */
export function runCommand(home: string, ...args: string[]): CommandRun {
  const root = projectRoot();
  const child = spawn(process.execPath, [path.join(root, 'src', 'bin', 'lakehouse.js'), ...args], {
    cwd: root,
    env: { ...process.env, LAKEHOUSE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      said += data.toString('utf8');
    });
  const ended = new Promise<{ status: number | null; said: string }>((done) =>
    child.once('close', (status) => done({ status, said })),
  );
  return { child, ended };
}

/** Living processes that belong to a home: they name it, or were given it. @param what a part of their command line */
export function processesOf(home: string, what: RegExp): number[] {
  const read = (file: string): string => {
    try {
      return fs.readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
      return what.test(command) && (command.includes(home) || read(`/proc/${pid}/environ`).includes(home));
    })
    .map(Number);
}
