import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { currentCommit } from '../../checks/report';
import { stopAccelerator } from '../../layers';
import { stopAccount } from '../../local/control';
import type { Target } from '../../target/target';
import { kernelCommand, kernelGuard } from '../kernelSpec';
import { textCleaner } from './cleanText';
import { writeExecutedCopy } from './executedCopy';
import { junitXml } from './junit';
import {
  endKernel,
  type NotebookEvents,
  type NotebookOptions,
  type NotebookResult,
  runNotebook,
  type StartedKernel,
  startKernel,
} from './runNotebook';

export interface RunOptions {
  target: Target['name'];
  /** `LAKEHOUSE_HOME`. */
  home: string;
  /** Each notebook in a fresh local account of its own, which is removed afterwards. */
  each?: boolean;
  /** The folder for the executed copies. */
  out: string;
  /** The file for the results as JUnit XML. */
  junit?: string;
  signal?: AbortSignal;
  events?: NotebookEvents;
}

/**
 * Runs notebooks one after the other. One that fails does not keep the next from being run: each brings up what it needs.
 * Executed copies and results are written also of what failed, and of what was stopped.
 * @returns the results of the notebooks that were begun
 * @throws CliError for a file that is no notebook, a tag that makes no sense, or a set-up that is not complete
 */
export async function runNotebooks(files: readonly string[], options: RunOptions): Promise<NotebookResult[]> {
  const { target, out, junit, signal, events } = options;
  const commit = currentCommit();
  const results: NotebookResult[] = [];
  let next: Turn | undefined;
  try {
    for (const [i, file] of files.entries()) {
      if (signal?.aborted) break;
      const turn = next ?? begin(file, options);
      next = undefined;
      const onCell: NotebookEvents['onCell'] = (cell) => {
        events?.onCell?.(cell);
        // The next kernel starts while this notebook goes on, not while it does what is heaviest: bringing things up.
        const following = files[i + 1];
        if (following !== undefined && !signal?.aborted) next ??= begin(following, options);
      };
      try {
        const result = await runNotebook(turn.file, { ...turn.settings, ...events, onCell }, turn.kernel);
        results.push(result);
        writeExecutedCopy(out, result, { commit, target });
      } finally {
        await remove(turn);
      }
    }
  } finally {
    if (next) {
      await endKernel(next.kernel);
      await remove(next);
    }
    if (junit) {
      fs.mkdirSync(path.dirname(path.resolve(junit)), { recursive: true });
      fs.writeFileSync(junit, junitXml(results));
    }
  }
  return results;
}

/** A notebook with its kernel and its account. */
interface Turn {
  file: string;
  settings: NotebookOptions;
  kernel: StartedKernel;
  /** A home of this notebook alone. */
  own?: string;
}

function begin(notebook: string, { each, home: shared, target, signal }: RunOptions): Turn {
  const file = path.resolve(notebook);
  // Resolved: a process is known to belong to a home by its path.
  const own = each ? fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'lakehouse-each-')) : undefined;
  const home = own ?? shared;
  const settings: NotebookOptions = {
    command: kernelCommand,
    guard: kernelGuard(),
    env: { ...process.env, LAKEHOUSE_HOME: home, TARGET: target },
    home,
    clean: textCleaner(home),
    signal,
  };
  return { file, settings, kernel: startKernel(file, settings), own };
}

async function remove({ own }: Turn): Promise<void> {
  if (!own) return;
  await stopAccelerator({ home: path.join(own, 'local') });
  await stopAccount({ home: own });
  fs.rmSync(own, { recursive: true, force: true });
}
