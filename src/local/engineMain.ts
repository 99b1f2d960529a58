import { join } from 'node:path';
import { translateEngineError } from '../sql/duckdb/errors';
import { FUNCTIONS } from '../sql/duckdb/functions';
import { MACROS } from '../sql/duckdb/macros';
import { describeFailure } from './engine/engineError';
import { EngineHost } from './engine/host/engineHost';
import { startWatchdog } from './engine/host/watchdog';
import type { HostMessage, HostOptions, QueryMessage } from './engine/pool/protocol';

/**
 * An engine process: `engine.js <options as JSON>`. It has one channel, to the gateway that started it; it gets SQL and
 * the files that the SQL may open, one query at a time, and ends when the gateway does.
 */
async function main(): Promise<void> {
  const { folder, memoryLimit, threads, residentLimit } = JSON.parse(process.argv[2] ?? '') as HostOptions;
  // Nothing is worth a word to a parent that is gone, and DuckDB's threads would hold an orderly exit up.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  startWatchdog(residentLimit);
  const host = new EngineHost(folder, {
    tempFolder: join(folder, 'spilled'),
    memoryLimit,
    threads,
    macros: MACROS,
    functions: FUNCTIONS,
  });
  await host.prepare();
  process.on('message', async (query: QueryMessage) => {
    const answer = await host.run(query).then(
      (result): HostMessage => ({ kind: 'result', result }),
      (thrown: unknown): HostMessage => ({
        kind: 'failed',
        failure: describeFailure(thrown, translateEngineError, query.files),
      }),
    );
    send(answer, () => void host.prepare());
  });
  send({ kind: 'ready' });
}

function send(message: HostMessage, then: () => void = () => {}): void {
  process.send?.(message, undefined, undefined, then);
}

void main();
