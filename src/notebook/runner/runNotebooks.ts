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
import { type NotebookEvents, type NotebookResult, runNotebook } from './runNotebook';

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
  try {
    for (const file of files) {
      if (signal?.aborted) break;
      await inAccount(options, async (home) => {
        const result = await runNotebook(path.resolve(file), {
          ...events,
          command: kernelCommand,
          guard: kernelGuard(),
          env: { ...process.env, LAKEHOUSE_HOME: home, TARGET: target },
          home,
          clean: textCleaner(home),
          signal,
        });
        results.push(result);
        writeExecutedCopy(out, result, { commit, target });
      });
    }
  } finally {
    if (junit) {
      fs.mkdirSync(path.dirname(path.resolve(junit)), { recursive: true });
      fs.writeFileSync(junit, junitXml(results));
    }
  }
  return results;
}

async function inAccount({ each, home }: RunOptions, work: (home: string) => Promise<void>): Promise<void> {
  if (!each) return work(home);
  // Resolved: a process is known to belong to a home by its path.
  const own = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'lakehouse-each-'));
  try {
    await work(own);
  } finally {
    await stopAccelerator({ home: path.join(own, 'local') });
    await stopAccount({ home: own });
    fs.rmSync(own, { recursive: true, force: true });
  }
}
