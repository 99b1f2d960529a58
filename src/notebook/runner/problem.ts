/** What went wrong in a kernel, as plain data. */
export interface Problem {
  /** The error's own name, as `QueryFailed`; for a cell that the compiler refused `CompileError`. */
  name: string;
  message: string;
  stack?: string;
}

/** Answers `ping`. */
export interface UnderWay {
  /** What keeps the event loop alive. */
  pending: number;
  /** Of these, processes that were started. */
  children: number;
}

/** What the guard in the kernel's process tells the runner. */
export type Report =
  /** The kernel has printed the error that ended a cell, or the compiler's diagnostics. */
  | { kind: 'thrown'; problem: Problem }
  /** An error that nobody waited for. */
  | { kind: 'late'; origin: 'rejection' | 'exception'; problem: Problem }
  | ({ kind: 'pong' } & UnderWay);

/** What the runner asks of the guard: `end` runs the exit handlers and ends the process. */
export type Ask = 'ping' | 'end';

/** Anything can be thrown; what is not an Error is named after its type. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Error)
    return { name: String(thrown.name), message: String(thrown.message), stack: thrown.stack };
  return { name: typeof thrown, message: String(thrown) };
}
