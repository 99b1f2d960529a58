import { attempt, deployer, LAKE, openAccount, RAW, RESULTS } from './lakehouse';
import { createTable, SANDBOX } from './rowChanges';

/** What happened to a statement of a batch, as it was told: `insert 7`, or `lost insert 7` when others came first. */
type Told = `${'' | 'lost '}${'insert' | 'delete' | 'merge'} ${number}`;

/**
 * Changes rows of a table for ever, and maintains it at the same time; says each change when it is acknowledged. A batch
 * is three rows that come by INSERT, of which one goes by DELETE, one is changed by MERGE and a fourth comes with that.
 */
async function write(folder: string, first: number): Promise<void> {
  const { account } = await openAccount(folder);
  const call = () => ({ ...deployer(account), now: new Date() });
  const tried = async (sql: string): Promise<boolean> => {
    const { state, reason } = await attempt(call(), sql, SANDBOX);
    if (state === 'SUCCEEDED') return true;
    // A file can be gone that a snapshot named which VACUUM has forgotten meanwhile.
    if (
      /^ICEBERG_COMMIT_ERROR|No such key|NoSuchKey|specified key does not exist|No files found|no such file/i.test(
        reason ?? '',
      )
    )
      return false;
    throw new Error(`${sql}\n${reason}`);
  };
  if (!account.catalog.table('sandbox', 't')) {
    for (const bucket of [LAKE, RAW, RESULTS])
      if (!account.objects.bucketExists(bucket)) await account.objects.createBucket(bucket);
    if (!account.catalog.database('sandbox'))
      await attempt(call(), `CREATE DATABASE sandbox LOCATION 's3://${LAKE}/sandbox/'`);
    await createTable(call(), 't', 'id bigint, version int', 'PARTITIONED BY (bucket(2, id))');
    await tried(
      `ALTER TABLE t SET TBLPROPERTIES ('optimize_rewrite_data_file_threshold'='2', 'optimize_rewrite_delete_file_threshold'='1', 'vacuum_max_snapshot_age_seconds'='0')`,
    );
  }
  const say = (told: Told) => process.stdout.write(`${told}\n`);
  let batch = first;
  const writer = async () => {
    for (;;) {
      const n = batch++;
      const of = (place: number) => n * 10 + place;
      const steps = [
        ['insert', `INSERT INTO t VALUES (${of(0)}, 0), (${of(1)}, 0), (${of(2)}, 0)`],
        ['delete', `DELETE FROM t WHERE id = ${of(1)}`],
        [
          'merge',
          `MERGE INTO t USING (VALUES ${of(0)}, ${of(5)}) AS s(id) ON t.id = s.id WHEN MATCHED THEN UPDATE SET version = version + 1 WHEN NOT MATCHED THEN INSERT (id, version) VALUES (s.id, 1)`,
        ],
      ] as const;
      for (const [step, sql] of steps) {
        const done = await tried(sql);
        say(done ? `${step} ${n}` : `lost ${step} ${n}`);
        if (!done && step === 'insert') break;
      }
    }
  };
  const maintenance = async () => {
    for (;;) {
      await tried('OPTIMIZE t REWRITE DATA USING BIN_PACK');
      await tried('VACUUM t');
    }
  };
  await Promise.all([writer(), writer(), maintenance()]);
}

write(process.argv[2]!, Number(process.argv[3])).catch((error) => {
  console.error(error);
  process.exit(1);
});
