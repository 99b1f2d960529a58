import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { birthOf, isAlive, type ProcessIdentity } from '../../processIdentity';

/** A run of Terraform, as its layer's folder tells of it: it may outlive the command that started it. */
interface RecordedRun extends ProcessIdentity {
  /** As `apply`. */
  command: string;
}

const fileOf = (folder: string): string => path.join(folder, 'running.json');

/** Notes a run that has been started. @returns what takes the note back */
export function recordRun(folder: string, pid: number, command: string): () => void {
  const run: RecordedRun = { pid, born: birthOf(pid) ?? '', command };
  fs.writeFileSync(fileOf(folder), JSON.stringify(run));
  return () => {
    if (read(folder)?.pid === pid) fs.rmSync(fileOf(folder), { force: true });
  };
}

/** The run that is still at work on a layer, if any. */
function recordedRun(folder: string): RecordedRun | undefined {
  const run = read(folder);
  return run && isAlive(run) ? run : undefined;
}

function read(folder: string): RecordedRun | undefined {
  try {
    return JSON.parse(fs.readFileSync(fileOf(folder), 'utf8')) as RecordedRun;
  } catch {
    // None, or one that was half written when the machine went down.
    return undefined;
  }
}

/**
 * Waits for a run that a killed command has left: Terraform then finishes its work and writes its state.
 * @throws what `signal` was aborted with
 */
export async function awaitRecordedRun(
  folder: string,
  say: (run: { pid: number; command: string }) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (let said = false; ; said = true) {
    const run = recordedRun(folder);
    if (!run) return;
    if (!said) say(run);
    await pause(100, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}
