import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runQuery } from '../athena/query';
import { sandbox } from '../ingest/destination';
import { load } from '../ingest/load';
import { roleName } from '../target/roles';
import { type ExitCheck, fail, pass } from './check';

/** Exit check 2: a CSV file with a marker that was never there before goes the whole way, and comes back from Athena. */
export const dataLoop: ExitCheck = {
  id: 2,
  name: 'Data loop',
  async run({ target, as, signal }) {
    const marker = randomUUID();
    const table = `exit_check_${marker.replaceAll('-', '')}`;
    const folder = await mkdtemp(path.join(os.tmpdir(), 'lakehouse-check-'));
    const file = path.join(folder, 'marker.csv');
    const clients = as('engineer');
    const run = async (sql: string) =>
      runQuery(await clients.athena(), sql, { workGroup: roleName('engineer'), database: 'sandbox', signal });
    try {
      await writeFile(file, `id,marker\n1,${marker}\n`);
      await load(file, await sandbox(target, clients, 'engineer'), { table, signal });
      const { rows, statistics } = await run(`SELECT marker FROM ${table} WHERE marker = '${marker}'`);
      return rows.length === 1 && rows[0]![0] === marker
        ? pass(
            `the marker ${marker} went from CSV through Iceberg and came back from Athena (query ${statistics.queryExecutionId})`,
          )
        : fail(`the marker ${marker} was loaded, but Athena returned ${JSON.stringify(rows)}`);
    } finally {
      await run(`DROP TABLE IF EXISTS \`${table}\``).catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    }
  },
};
