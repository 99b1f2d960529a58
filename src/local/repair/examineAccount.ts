import fs from 'node:fs';
import path from 'node:path';
import { Parts } from '../durable/parts';
import { openObjects } from '../s3/objects/openObjectStore';
import { openStore } from '../store/store';
import type { AccountReport } from './report';
import { restoreObjects } from './restoreObjects';
import { fileProblem } from './verifyObjects';

/**
 * Looks at all state of an account that does not run: logs, indexes, and the bytes of every object. Logs and indexes are
 * restored on the way, as at every start.
 * @param repair also takes files back that have lost their rows, and forgets losses that it has told
 * @throws Error of the file system
 */
export async function examineAccount(folder: string, repair: boolean): Promise<AccountReport> {
  const report: AccountReport = { folder, verified: { objects: 0, bytes: 0 }, repaired: [], problems: [] };
  const parts = new Parts(folder, fs.existsSync(path.join(folder, 'credentials.json')));
  const known = (part: string) => ({ existed: parts.knows(part), hadLog: parts.lists(part) });

  const store = openStore(path.join(folder, 'store'), known('store'));
  report.repaired.push(...store.repaired());
  report.problems.push(...store.losses());
  if (repair) store.forgetLosses();
  await store.close();

  const { index, files } = openObjects(path.join(folder, 's3'), known('s3'));
  const { found } = index.database;
  report.repaired.push(...found.repaired);
  report.problems.push(...found.losses.all.map(({ text }) => text));
  if (repair) {
    await files.recover(index.files(), found.whole);
    await restoreObjects(index, files, report);
  }
  for (const bucket of index.buckets())
    for (const { key, row } of [...index.walk(bucket, { prefix: '' })]) {
      const problem = await fileProblem(files.pathOf(row.file), row);
      if (problem)
        report.problems.push(`s3://${bucket}/${key} is damaged: ${problem}. Put it again, or delete it.`);
      report.verified.objects++;
      report.verified.bytes += row.size;
    }
  if (repair) found.losses.clear();
  await index.database.close();
  if (repair) for (const part of ['store', 's3']) parts.remember(part);
  return report;
}
