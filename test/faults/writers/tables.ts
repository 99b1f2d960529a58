import { orNull } from '../harness/failure';
import type { FaultAccount } from '../harness/faultAccount';
import type { Value } from '../harness/ledger';
import { runQuery, selectRows } from '../harness/queries';
import type { Scene, Writer } from '../harness/writer';
import { DATABASE, LAKE } from './setting';

/** A table as it should be read: its columns, and its rows by id. `v` counts changes; `extra` comes by ALTER TABLE. */
interface TableValue {
  [name: string]: Value;
  location: string;
  columns: string[];
  rows: (string | null)[][];
}

async function readTable(account: FaultAccount, Name: string): Promise<Value> {
  const found = await orNull(
    account.clients.glue.getTable({ DatabaseName: DATABASE, Name }),
    'EntityNotFoundException',
  );
  if (!found) return null;
  const { Columns = [], Location = '' } = found.Table?.StorageDescriptor ?? {};
  const columns = Columns.map((column) => column.Name ?? '');
  return {
    location: Location.replace(/\/?$/, '/'),
    columns,
    rows: await selectRows(account, `SELECT * FROM ${DATABASE}.${Name} ORDER BY id`),
  };
}

/** The objects that a table has left behind. */
async function countObjects({ clients: { s3 } }: FaultAccount, location: string): Promise<number> {
  const Prefix = location.replace(`s3://${LAKE}/`, '');
  return (await s3.listObjectsV2({ Bucket: LAKE, Prefix })).KeyCount ?? 0;
}

const MOST_ROWS = 120;
/** Of the tables that were dropped, these many are looked after. */
const MOST_DROPPED = 5;

/**
 * Changes Iceberg tables by every kind of statement that commits. Each writer has tables of its own, so what each
 * statement does to the rows is known beforehand.
 */
export function tableWriter(own: string): Writer {
  let nextId = 1;
  const dropped: string[] = [];
  return {
    name: `tables-${own}`,
    async step({ account, ledger, random }: Scene) {
      const name = `${own}_${random.below(2)}`;
      const key = `table/${name}`;
      if (!ledger.isSettled(key)) return;
      const table = `${DATABASE}.${name}`;
      const before = ledger.value<TableValue>(key);
      const change = (sql: string, next: TableValue | null) =>
        ledger.change(
          key,
          () => readTable(account, name),
          next && { ...next, rows: [...next.rows].sort((a, b) => Number(a[0]) - Number(b[0])) },
          () => runQuery(account, sql),
        );
      // A place that was never used: what a dropped table of the same name left does not matter.
      const location = `s3://${LAKE}/${DATABASE}/${name}/${Date.now()}-${random.below(1e6)}/`;
      if (!before) {
        const other = `${own}_${1 - Number(name.at(-1))}`;
        const source = ledger.isSettled(`table/${other}`) ? ledger.value<TableValue>(`table/${other}`) : null;
        if (source && random.below(2))
          return change(
            `CREATE TABLE ${table} WITH (table_type = 'ICEBERG', is_external = false, format = 'PARQUET', location = '${location}') AS SELECT * FROM ${DATABASE}.${other}`,
            { ...source, location },
          );
        return change(
          `CREATE TABLE ${table} (id bigint, v int) PARTITIONED BY (bucket(2, id)) LOCATION '${location}' TBLPROPERTIES ('table_type' = 'ICEBERG')`,
          { location, columns: ['id', 'v'], rows: [] },
        );
      }
      const { columns, rows } = before;
      const spare = columns.slice(2).map(() => null);
      const modulus = 2 + random.below(4);
      const hit = (row: (string | null)[]) => Number(row[0]) % modulus === 0;
      switch (rows.length > MOST_ROWS ? 'delete' : random.pick(STATEMENTS)) {
        case 'insert': {
          const ids = Array.from({ length: 1 + random.below(5) }, () => nextId++);
          return change(`INSERT INTO ${table} (id, v) VALUES ${ids.map((id) => `(${id}, 0)`).join(', ')}`, {
            ...before,
            rows: [...rows, ...ids.map((id) => [String(id), '0', ...spare])],
          });
        }
        case 'update':
          return change(`UPDATE ${table} SET v = v + 1 WHERE id % ${modulus} = 0`, {
            ...before,
            rows: rows.map(raised(hit)),
          });
        case 'delete':
          return change(`DELETE FROM ${table} WHERE id % ${modulus} = 0`, {
            ...before,
            rows: rows.filter((row) => !hit(row)),
          });
        case 'merge': {
          const known = rows[0]?.[0] ?? '0';
          const id = nextId++;
          return change(
            `MERGE INTO ${table} t USING (VALUES ${known}, ${id}) AS s(id) ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = t.v + 1 WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, 7)`,
            {
              ...before,
              rows: [
                ...rows.map(raised((row) => row[0] === known)),
                [String(id), '7', ...spare],
                ...(rows.length ? [] : [['0', '7', ...spare]]),
              ],
            },
          );
        }
        case 'optimize':
          return change(`OPTIMIZE ${table} REWRITE DATA USING BIN_PACK`, before);
        case 'vacuum':
          return change(`VACUUM ${table}`, before);
        case 'alter': {
          if (columns.length > 4) return;
          const column = `extra_${columns.length}`;
          return change(`ALTER TABLE ${table} ADD COLUMNS (${column} string)`, {
            ...before,
            columns: [...columns, column],
            rows: rows.map((row) => [...row, null]),
          });
        }
        case 'drop':
          if (random.below(3) || !(await change(`DROP TABLE ${table}`, null))) return;
          ledger.keep(`dropped/${before.location}`, 0, () => countObjects(account, before.location));
          dropped.push(`dropped/${before.location}`);
          if (dropped.length > MOST_DROPPED) ledger.forget(String(dropped.shift()));
          return;
      }
    },
  };
}

const STATEMENTS = [
  'insert',
  'insert',
  'insert',
  'update',
  'delete',
  'merge',
  'optimize',
  'vacuum',
  'alter',
  'drop',
] as const;

const raised =
  (hit: (row: (string | null)[]) => boolean) =>
  (row: (string | null)[]): (string | null)[] =>
    hit(row) ? [row[0] ?? null, String(Number(row[1]) + 1), ...row.slice(2)] : row;
