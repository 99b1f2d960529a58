import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { attempt, engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, liveRows, objectsOf, SANDBOX, snapshots } from './rowChanges';

/** Many change a table at once, with OPTIMIZE and VACUUM among them: what was told to have happened is what is there. */

let lakehouse: Lakehouse;
let call: Call;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());

test('no row is lost, and none comes back', async () => {
  await createTable(call, 't', 'id bigint, part bigint', 'PARTITIONED BY (part)');
  await run(
    call,
    `ALTER TABLE t SET TBLPROPERTIES ('optimize_rewrite_data_file_threshold'='2', 'optimize_rewrite_delete_file_threshold'='1', 'vacuum_max_snapshot_age_seconds'='0')`,
    SANDBOX,
  );
  const expected = new Set<string>();
  let optimized = 0;
  /** Who loses a race is told so, and has changed nothing; anything else must have worked. */
  const tried = async (sql: string): Promise<boolean> => {
    const { state, reason } = await attempt({ ...call, now: new Date() }, sql, SANDBOX);
    if (state === 'SUCCEEDED') return true;
    // A statement that still reads a snapshot which VACUUM has forgotten loses its files.
    expect(reason).toMatch(
      /^ICEBERG_COMMIT_ERROR|No such key|NoSuchKey|specified key does not exist|No files found|no such file/i,
    );
    return false;
  };
  const writer = async (part: number) => {
    for (let i = 0; i < 8; i++) {
      const ids = [0, 1, 2].map((n) => part * 1000 + i * 10 + n);
      const values = ids.map((id) => `(${id}, ${part})`).join(', ');
      if (await tried(`INSERT INTO t VALUES ${values}`)) for (const id of ids) expected.add(String(id));
      const victim = String(ids[1]!);
      if (expected.has(victim) && (await tried(`DELETE FROM t WHERE id = ${victim}`)))
        expected.delete(victim);
    }
  };
  let isWriting = true;
  const maintained = async () => {
    while (isWriting) {
      if (await tried('OPTIMIZE t REWRITE DATA USING BIN_PACK')) optimized++;
      await tried('VACUUM t');
    }
  };
  const maintenance = maintained();
  await Promise.all([writer(1), writer(2), writer(3)]);
  isWriting = false;
  await maintenance;

  const found = (await liveRows(call, 't', 'id')).flat();
  expect(found.sort()).toEqual([...expected].sort());
  expect(optimized).toBeGreaterThan(0);
  expect(found.length).toBeGreaterThan(24);

  // At rest, one more round leaves exactly the files that the last snapshot needs.
  await run({ ...call, now: new Date() }, 'OPTIMIZE t REWRITE DATA USING BIN_PACK', SANDBOX);
  await run({ ...call, now: new Date(Date.now() + 1000) }, 'VACUUM t', SANDBOX);
  expect(await snapshots(lakehouse.account, 'sandbox', 't')).toHaveLength(1);
  expect((await liveRows(call, 't', 'id')).flat().sort()).toEqual([...expected].sort());
  const { rows } = await run(call, 'SELECT file_path FROM "t$files"', SANDBOX);
  const data = (await objectsOf(lakehouse.account, 't')).filter((key) => key.includes('/data/'));
  expect(data).toHaveLength(rows.length - 1);
});
