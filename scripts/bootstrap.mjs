/**
 * Makes the clone ready: checks what the machine has, then installs what is pinned. `make up` and `make test` start
 * with it; when all is there it takes some milliseconds.
 *
 *   node scripts/bootstrap.mjs [--notebooks | --book | --tests]
 */
import path from 'node:path';
import { current, install } from './setup/install.mjs';
import { findPython, requirements } from './setup/probe.mjs';

const root = path.resolve(import.meta.dirname, '..');
const part =
  /** @type {const} */ (['tests', 'book', 'notebooks']).find((name) => process.argv.includes(`--${name}`)) ??
  'core';

const now = current(root, part);
if (!(now.npm && now.python)) {
  const missing = requirements().filter((finding) => finding.state === 'missing');
  for (const finding of missing) console.error(finding.remedy);
  if (missing.length > 0) process.exit(1);
  try {
    await install(root, { python: /** @type {{ command: string }} */ (findPython()).command, part });
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : error}\nWhat next: mend the cause above, then run the same command again; what was installed is kept.`,
    );
    process.exit(1);
  }
}
