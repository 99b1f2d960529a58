import path from 'node:path';
import { runProgram } from './program';

/**
 * Has Docusaurus make the site. Broken links, anchors and pictures fail it.
 * @param root the clone
 * @param out absolute; emptied first
 * @throws CliError with what Docusaurus says
 */
export async function buildSite(root: string, out: string, signal?: AbortSignal): Promise<void> {
  const docusaurus = path.join(root, 'node_modules/@docusaurus/core/bin/docusaurus.mjs');
  await runProgram(
    'Docusaurus',
    [
      docusaurus,
      'build',
      path.join(root, 'lakehouse-book'),
      '--config',
      path.join(root, 'docusaurus.config.js'),
      '--out-dir',
      out,
    ],
    {
      cwd: root,
      // No question to a registry whether there is a newer version, and no word about browsers' data.
      env: { NODE_ENV: 'production', NO_UPDATE_NOTIFIER: '1', BROWSERSLIST_IGNORE_OLD_DATA: '1' },
      signal,
    },
  );
}
