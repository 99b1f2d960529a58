/**
 * A failure that the person at the terminal can mend: what happened, and what to do next. Everything else that reaches
 * the top is a bug and keeps its stack.
 */
export class CliError extends Error {
  constructor(
    message: string,
    readonly hint?: string,
    /** The exit status of the command. */
    readonly status = 1,
  ) {
    super(message);
    this.name = 'CliError';
  }
}
