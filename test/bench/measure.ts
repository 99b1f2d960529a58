import { keepBenchmark } from '../../src/book/benchmarks';
import { currentCommit } from '../../src/checks/report';
import { lakehouseHome } from '../../src/target/project';

/** Asked before a benchmark sets a home of its own. */
const HOME = lakehouseHome();
const COMMIT = currentCommit();

/** Seconds that work takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** The middle of many runs, in seconds. */
export async function median(runs: number, work: () => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < runs; i++) all.push(await seconds(work));
  return all.sort((a, b) => a - b)[Math.floor(runs / 2)]!;
}

/**
 * One line of a benchmark: ours, the peer's in the same run, and what part of the peer's ours is. Kept for the book in the
 * home from which the benchmarks were started. @returns that part
 */
export function report(what: string, ours: number, peer: { name: string; seconds: number }): number {
  const ratio = ours / peer.seconds;
  keepBenchmark(HOME, {
    name: what,
    peer: peer.name,
    seconds: ours,
    peerSeconds: peer.seconds,
    at: new Date().toISOString(),
    commit: COMMIT,
  });
  const time = (value: number) => (value < 1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(1)} s`);
  console.log(`${what}: ${time(ours)}; ${peer.name}: ${time(peer.seconds)}; ratio ${ratio.toFixed(2)}`);
  return ratio;
}
