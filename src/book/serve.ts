import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { CliError } from '../cliError';
import { untilEnded } from '../foregroundProcess';

/**
 * Shows a built book on the loopback address until it is stopped.
 * @param site the folder of the site
 * @returns the exit status of the server
 * @throws CliError when nothing has been built
 */
export async function serveBook(root: string, site: string, port: number): Promise<number> {
  if (!fs.existsSync(path.join(site, 'index.html')))
    throw new CliError('The book has not been built.', '`make book` builds it.');
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'node_modules/@docusaurus/core/bin/docusaurus.mjs'),
      'serve',
      path.join(root, 'lakehouse-book'),
      ...['--config', path.join(root, 'docusaurus.config.js')],
      ...['--dir', site, '--host', '127.0.0.1', '--port', String(port), '--no-open'],
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, NO_UPDATE_NOTIFIER: '1' } },
  );
  return untilEnded(child);
}
