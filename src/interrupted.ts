import { CliError } from './cliError';

/** A person, or the system, ended the command: no failure, and whatever still goes on in this process ends with it. */
export class Interrupted extends CliError {
  constructor(message: string, hint: string | undefined, signal: NodeJS.Signals) {
    super(message, hint, EXIT_STATUS[signal] ?? 130);
    this.name = 'Interrupted';
  }
}

/** A shell's statuses: 128 and the signal's number. */
const EXIT_STATUS: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
