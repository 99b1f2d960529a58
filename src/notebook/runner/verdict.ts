import type { Death } from './kernelProcess';
import type { Output } from './notebook';
import type { Problem, Report } from './problem';
import type { Expectation } from './tags';

/** How a cell came to its end. */
export type CellEnd =
  | { kind: 'replied'; status: string }
  | { kind: 'timeout' }
  | { kind: 'died'; death: Death }
  /** By Ctrl-C. */
  | { kind: 'stopped' }
  /** The kernel's messages could not be read. */
  | { kind: 'broken'; error: Error };

/** All that was seen of a cell. */
export interface CellFacts {
  end: CellEnd;
  reports: readonly Report[];
  outputs: readonly Output[];
}

/** Why a cell has failed, for who reads the log. */
export type Failure = Problem;

/** @returns why the cell has failed, or nothing when it did what is expected of it */
export function failureOf(facts: CellFacts, expected: Expectation): Failure | undefined {
  return unusual(facts.end, expected) ?? late(facts.reports) ?? unexpected(ownError(facts), expected);
}

function unusual(end: CellEnd, { timeoutSeconds }: Expectation): Failure | undefined {
  switch (end.kind) {
    case 'timeout':
      return { name: 'Timeout', message: `the cell had not ended after ${timeoutSeconds} s` };
    case 'died':
      return {
        name: 'KernelDied',
        message: `the kernel ended while the cell ran: ${end.death.how}`,
        stack: end.death.log && `The end of the kernel's log:\n${end.death.log}`,
      };
    case 'stopped':
      return { name: 'Stopped', message: 'the run was stopped' };
    case 'broken':
      return { name: end.error.name, message: end.error.message };
    case 'replied':
      return undefined;
  }
}

/** A planned failure does not excuse these: who runs the notebook by hand would not see them. */
function late(reports: readonly Report[]): Failure | undefined {
  const report = reports.find((one) => one.kind === 'late');
  if (!report) return undefined;
  const [name, what] =
    report.origin === 'rejection'
      ? ['UnhandledRejection', 'a promise that nobody waits for was rejected']
      : ['UncaughtException', 'an exception that nobody can catch, as from a timer'];
  const { problem } = report;
  return { name, message: `${what}: ${problem.name}: ${problem.message}`, stack: problem.stack };
}

/** The error that ended the cell itself. */
function ownError({ end, reports, outputs }: CellFacts): Problem | undefined {
  const output = outputs.find((one) => one.output_type === 'error');
  if (output) return { name: output.ename, message: output.evalue, stack: output.traceback.join('\n') };
  const thrown = reports.flatMap((report) => (report.kind === 'thrown' ? [report.problem] : []));
  if (thrown.length > 0)
    return { ...thrown[0]!, message: [...new Set(thrown.map(({ message }) => message))].join('\n') };
  if (end.kind === 'replied' && end.status !== 'ok')
    return { name: 'ExecutionFailed', message: `the kernel answered ${end.status}` };
  return undefined;
}

function unexpected(error: Problem | undefined, { raises }: Expectation): Failure | undefined {
  if (raises === undefined) return error;
  const planned = raises === true ? 'an error' : raises;
  if (!error)
    return { name: 'NotRaised', message: `the cell must fail with ${planned}, but it went through` };
  if (raises === true || error.name === raises) return undefined;
  return {
    name: 'WrongError',
    message: `the cell must fail with ${planned}, but it failed with ${error.name}: ${error.message}`,
    stack: error.stack,
  };
}
