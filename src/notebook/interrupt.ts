/**
 * Work that the stop button ends: Jupyter sends SIGINT, and the cell's call alone would leave the work going on behind
 * it. The signal tells the work to stop; what it has begun it finishes or takes back by its own rules.
 */
export async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const stop = () => {
    abort.abort(new Error('interrupted'));
    // Without a kernel that listens too, a program that was told to stop ends, as it would have without this.
    if (process.listenerCount('SIGINT') === 0) process.kill(process.pid, 'SIGINT');
  };
  process.once('SIGINT', stop);
  try {
    return await work(abort.signal);
  } finally {
    process.off('SIGINT', stop);
  }
}
