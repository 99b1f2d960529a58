import { inspect } from 'node:util';

/** What tslab says when the stop button is pressed. */
const INTERRUPTED = 'Interrupted asynchronously';

/**
 * Errors as a learner needs them: name and message, then the functions of their own that it went through. What lies in the
 * library and below is not theirs to read, nor are places in the code that a cell was compiled to, nor what an SDK keeps
 * with an error.
 */
export function shortenErrors(): void {
  Error.prepareStackTrace = (error: Error, calls: NodeJS.CallSite[]) => {
    const own = calls
      .filter((call) => call.getFileName()?.startsWith('evalmachine.'))
      .flatMap((call) => call.getFunctionName() ?? []);
    return [String(error), ...own.map((name) => `    at ${name}`)].join('\n');
  };
  Object.defineProperty(Error.prototype, inspect.custom, {
    value(this: Error) {
      if (this.message === INTERRUPTED) return 'Interrupted. Run the cell again to go on.';
      const text = this.stack ?? String(this);
      return this.cause === undefined ? text : `${text}\n  because of ${inspect(this.cause)}`;
    },
    configurable: true,
    writable: true,
  });
}
