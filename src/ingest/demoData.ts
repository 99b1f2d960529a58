import fs from 'node:fs';
import path from 'node:path';
import { bucketName } from '../../infra/names';
import { DEMO_TABLES } from '../../infra/tables';
import { runQuery } from '../athena/query';
import type { Clients } from '../target/clients';
import { projectRoot } from '../target/project';
import { roleName } from '../target/roles';
import type { Target } from '../target/target';
import { identifier } from './reader';

/** What became of one demo table. */
export interface DemoLoad {
  table: string;
  rows: number;
  /** False when the rows were there already. */
  loaded: boolean;
}

/**
 * Brings the demo's CSV files into the raw zone and, through Athena SQL as the engineer, into the Iceberg tables that
 * Terraform made. A table that has rows is left alone, so the second run does nothing. One INSERT a table: all or nothing.
 * @throws QueryFailed
 */
export async function loadDemoData(
  target: Target,
  engineer: Clients,
  onProgress: (text: string) => void,
): Promise<DemoLoad[]> {
  const athena = await engineer.athena();
  const run = (sql: string) =>
    runQuery(athena, sql, { workGroup: roleName('engineer'), database: 'lakehouse' });
  const count = async (table: string) =>
    Number((await run(`SELECT count(*) FROM ${identifier(table)}`)).rows[0]![0]);
  return Promise.all(
    DEMO_TABLES.map(async ({ name, raw, columns }) => {
      const before = await count(name);
      if (before > 0) return { table: name, rows: before, loaded: false };
      onProgress(`${name}: uploading`);
      await upload(target, engineer, name, raw);
      onProgress(`${name}: inserting`);
      const values = columns.map((c) =>
        c.type === 'string'
          ? identifier(c.name)
          : `CAST(nullif(${identifier(c.name)}, '') AS ${selectType(c.type)})`,
      );
      const names = columns.map((c) => identifier(c.name)).join(', ');
      const { updateCount = 0 } = await run(
        `INSERT INTO ${identifier(name)} (${names}) SELECT ${values.join(', ')} FROM ${identifier(raw)}`,
      );
      onProgress(`${name}: ${updateCount} rows`);
      return { table: name, rows: updateCount, loaded: true };
    }),
  );
}

/** Hive's type in DDL -> Athena's in SELECT. */
const selectType = (hive: string): string => (hive === 'int' ? 'integer' : hive);

async function upload(target: Target, engineer: Clients, name: string, _raw: string): Promise<void> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const file = path.join(projectRoot(), 'data', `${name}.csv`);
  await (await engineer.s3()).send(
    new PutObjectCommand({
      Bucket: bucketName('raw', target),
      Key: `${name}/${name}.csv`,
      Body: fs.readFileSync(file),
      ContentType: 'text/csv',
    }),
  );
}
