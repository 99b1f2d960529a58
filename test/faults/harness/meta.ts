declare module 'vitest' {
  interface TaskMeta {
    /** What was counted or measured, in lines for a reader. */
    faults?: string[];
  }
}

/** Adds a line to what is printed at the end of the run. */
export function tell(task: { meta: { faults?: string[] } }, line: string): void {
  task.meta.faults = [...(task.meta.faults ?? []), line];
}

const rank = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** `p50 3, p95 9, p99 12 ms`. @param times ms */
export function percentiles(times: readonly number[]): {
  p50: number;
  p95: number;
  p99: number;
  text: string;
} {
  const sorted = [...times].sort((a, b) => a - b);
  const [p50, p95, p99] = [rank(sorted, 0.5), rank(sorted, 0.95), rank(sorted, 0.99)];
  return { p50, p95, p99, text: `p50 ${Math.round(p50)}, p95 ${Math.round(p95)}, p99 ${Math.round(p99)} ms` };
}
