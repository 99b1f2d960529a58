import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Before all tests: the command bundles itself, the local account and the accelerator when a source is newer. */
export default function setup(): void {
  const root = path.join(__dirname, '..');
  execFileSync(process.execPath, [path.join(root, 'src/bin/lakehouse.js'), '--version'], { cwd: root });
}
