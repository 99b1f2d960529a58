/** The exit status of an account whose last line of log says in a sentence why it does not start (sysexits.h, EX_CONFIG). */
export const EXPLAINED = 78;

/** Why an account does not start, in a sentence that says what to do; undefined for what is not known to happen. */
export function explainStartFailure(
  error: NodeJS.ErrnoException,
  { folder, port }: { folder: string; port: number },
): string | undefined {
  switch (error.code) {
    case 'EADDRINUSE':
      return `The account's port ${port} is taken by another program. End that program, or remove ${folder}/gateway.json so that another port is chosen.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `The account's folder cannot be written (${error.message}). Make ${folder} writable, or choose another with LAKEHOUSE_HOME.`;
    case 'ENOSPC':
      return `The account's disk is full (${error.message}). Make room, then start it again; nothing that was acknowledged is lost.`;
  }
  // Of a journal or a store that a later program has written; its own sentence says what to do.
  return /\b(later|newer) version\b/.test(error.message)
    ? error.message.replace(/\s*\n\s*/g, ' ')
    : undefined;
}
