/** Aborts at the first Ctrl-C, and says so; Terraform then finishes what it has begun. A second one ends the program. */
export function stopSignal(): AbortSignal {
  const abort = new AbortController();
  process.once('SIGINT', () => {
    console.error('\nStopping: what has begun is finished first (Ctrl-C again ends it at once).');
    abort.abort(new Error('interrupted'));
    process.once('SIGINT', () => process.exit(130));
  });
  return abort.signal;
}
