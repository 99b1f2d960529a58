import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { runProgram } from './program';

/**
 * The reference of the library `lakehouse`, by TypeDoc, when a source has changed since.
 * @param root the clone
 * @param book the book's folder
 * @throws CliError when TypeDoc cannot read the sources
 */
export async function writeApi(root: string, book: string, signal?: AbortSignal): Promise<void> {
  const options = path.join(book, 'typedoc.json');
  const out = path.join(book, 'docs', 'api');
  const stamp = path.join(book, '.generated', 'api.hash');
  const hash = hashOf([...sources(path.join(root, 'src')), ...sources(path.join(root, 'infra')), options]);
  if (fs.existsSync(out) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hash) return;
  fs.rmSync(stamp, { force: true });
  await runProgram('TypeDoc', [path.join(root, 'node_modules/typedoc/bin/typedoc'), '--options', options], {
    cwd: root,
    signal,
  });
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, hash);
}

const sources = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && item.name.endsWith('.ts') && !item.parentPath.includes('dist'))
    .map((item) => path.join(item.parentPath, item.name))
    .sort();

function hashOf(files: readonly string[]): string {
  const sum = createHash('sha256');
  for (const file of files) sum.update(file).update(fs.readFileSync(file));
  return sum.digest('hex');
}
