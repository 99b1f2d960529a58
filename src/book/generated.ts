import fs from 'node:fs';
import path from 'node:path';
import { EXIT_CHECKS } from '../checks/run';
import { criteriaOf } from './criteria';
import { fidelityPage } from './fidelityPage';
import { type Files, type Lessons, lessonFiles } from './lessons';
import { changelogPage } from './page/changelog';
import { checkPage, checkSlug, checksPage } from './page/checks';
import { proofPage } from './page/proof';
import type { Reports } from './reports';

/** Folders that hold nothing but what the build writes; what it has not written this time is removed from them. */
const FOLDERS = ['docs/lessons', 'docs/checks', '.generated/static'];

/**
 * All pages that nobody writes by hand, but the API's.
 * @param root the clone
 * @param executed the folder of executed notebooks
 */
export function generatedFiles(root: string, executed: string, reports: Reports): Lessons {
  const read = (name: string) => fs.readFileSync(path.join(root, name), 'utf8');
  const criteria = criteriaOf(read('plan.md'));
  const { files, stale } = lessonFiles(root, executed);
  files.set('docs/checks/index.mdx', checksPage(EXIT_CHECKS, reports.checks));
  for (const check of EXIT_CHECKS) {
    const criterion = criteria.find(({ id }) => id === check.id);
    if (!criterion) throw new Error(`plan.md has no exit criterion ${check.id}, which a check is built for`);
    files.set(`docs/checks/${checkSlug(check)}.mdx`, checkPage(check, criterion, reports.checks));
  }
  files.set('docs/proof.mdx', proofPage(EXIT_CHECKS, reports));
  files.set('docs/fidelity.mdx', fidelityPage());
  files.set('docs/changelog.md', changelogPage(read('CHANGELOG.md')));
  return { files, stale };
}

/** Writes what has changed, so that the site's own cache stays good, and removes what no longer belongs. */
export function writeGenerated(book: string, files: Files): void {
  for (const folder of FOLDERS) {
    const kept = fs.existsSync(path.join(book, folder))
      ? fs.readdirSync(path.join(book, folder), { recursive: true, withFileTypes: true })
      : [];
    for (const item of kept) {
      const file = path.join(item.parentPath, item.name);
      if (item.isFile() && !files.has(path.relative(book, file))) fs.rmSync(file);
    }
  }
  for (const [name, content] of files) {
    const file = path.join(book, name);
    const next = Buffer.from(content);
    if (fs.existsSync(file) && fs.readFileSync(file).equals(next)) continue;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, next);
  }
}
