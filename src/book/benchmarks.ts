import fs from 'node:fs';
import path from 'node:path';

/** One line of `make bench`: ours and the peer's time, both of the same run. */
export interface Measurement {
  name: string;
  /** Who does the same work for comparison. */
  peer: string;
  seconds: number;
  peerSeconds: number;
  /** ISO 8601. */
  at: string;
  commit: string;
}

const file = (home: string): string => path.join(home, 'bench.json');

/** The newest measurement of each name, as they were first measured; none where nothing was measured. */
export function readBenchmarks(home: string): Measurement[] {
  try {
    return JSON.parse(fs.readFileSync(file(home), 'utf8')) as Measurement[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Keeps a measurement in place of the last one of its name. Written whole or not at all. */
export function keepBenchmark(home: string, measurement: Measurement): void {
  const all = readBenchmarks(home);
  const at = all.findIndex(({ name }) => name === measurement.name);
  if (at < 0) all.push(measurement);
  else all[at] = measurement;
  fs.mkdirSync(home, { recursive: true });
  const temporary = `${file(home)}.${process.pid}`;
  fs.writeFileSync(temporary, `${JSON.stringify(all, undefined, 2)}\n`);
  fs.renameSync(temporary, file(home));
}
