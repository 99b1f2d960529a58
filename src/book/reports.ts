import path from 'node:path';
import { type Report, readReport } from '../checks/report';
import { readStopwatch, type Stopwatch } from '../checks/stopwatch';
import { type Measurement, readBenchmarks } from './benchmarks';

/** The newest results that the book can show. */
export interface Reports {
  checks?: Report;
  stopwatch?: Stopwatch;
  benchmarks: Measurement[];
}

/**
 * Reads what the checks, the stopwatch and the benchmarks have left.
 * @param home laid out as `LAKEHOUSE_HOME`: a folder a target in it
 */
export async function readReports(home: string, target: string): Promise<Reports> {
  const of = { home: path.join(home, target) };
  const [checks, stopwatch] = await Promise.all([readReport(of), readStopwatch(of)]);
  return { checks, stopwatch, benchmarks: readBenchmarks(home) };
}
