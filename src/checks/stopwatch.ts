import fs from 'node:fs/promises';
import path from 'node:path';
import type { Target } from '../target/target';

type Home = Pick<Target, 'home'>;

/** One phase of `make up`. Milliseconds. */
export interface Phase {
  name: string;
  ms: number;
}

/** The artifact of one `make up`: what took how long. */
export interface Stopwatch {
  target: string;
  commit: string;
  /** ISO 8601. */
  startedAt: string;
  /** Whether no layer was there at the start; only such a start counts for check 1. */
  fromEmpty: boolean;
  phases: Phase[];
  totalMs: number;
}

const file = (target: Home) => path.join(target.home, 'stopwatch.json');

/** Keeps the artifact. A start that was not from an empty account never replaces one that was. */
export async function writeStopwatch(target: Target, stopwatch: Stopwatch): Promise<void> {
  if (!stopwatch.fromEmpty && (await readStopwatch(target))?.fromEmpty) return;
  await fs.mkdir(target.home, { recursive: true });
  const temporary = `${file(target)}.${process.pid}`;
  await fs.writeFile(temporary, `${JSON.stringify(stopwatch, undefined, 2)}\n`);
  await fs.rename(temporary, file(target));
}

export async function readStopwatch(target: Home): Promise<Stopwatch | undefined> {
  try {
    return JSON.parse(await fs.readFile(file(target), 'utf8')) as Stopwatch;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** `1 min 42 s` or `3.4 s`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
