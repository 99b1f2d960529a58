import { LAKE, type Lakehouse, run } from '../../local/athena/lakehouse';
import type { Attack } from '../suite';
import {
  analystOf,
  answer,
  callAs,
  columnsOf,
  engineerOf,
  glueOf,
  grant,
  put,
  SSNS,
  showsMark,
  textOf,
} from './world';

/** A table with ssn as its partition, of whose files something is wrong: the error must not tell the path with the value. */
let broken = 0;
async function partitioned(
  world: Lakehouse,
  location: (ssn: string, name: string) => string,
): Promise<string> {
  const name = `broken${++broken}`;
  const engineer = engineerOf(world);
  await run(
    engineer,
    `CREATE EXTERNAL TABLE sandbox.${name} (id bigint) PARTITIONED BY (ssn string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://${LAKE}/sandbox/${name}'`,
  );
  for (const ssn of SSNS) {
    await put(world, `sandbox/${name}/ssn=${ssn}/a.csv`, '1\n');
    await glueOf(engineer)('CreatePartition', {
      DatabaseName: 'sandbox',
      TableName: name,
      PartitionInput: { Values: [ssn], StorageDescriptor: { Location: location(ssn, name) } },
    });
  }
  await grant(world, 'lakehouse-analyst', columnsOf(`sandbox.${name}`, { exclude: ['ssn'] }), ['SELECT']);
  return `sandbox.${name}`;
}
const own = (ssn: string, name: string) => `s3://${LAKE}/sandbox/${name}/ssn=${ssn}`;
export const brokenPartitions: Attack<Lakehouse>[] = [
  {
    name: 'a partition whose files IAM denies',
    always: true,
    run: async (world) => {
      const table = await partitioned(world, own);
      const as = callAs(
        world.account,
        'lakehouse-analyst',
        (action) => action === 's3:GetObject' || action === 's3:ListBucket',
      );
      return showsMark(textOf(await answer(as, `SELECT * FROM ${table}`)));
    },
  },
  {
    name: 'a partition whose objects IAM denies',
    always: true,
    run: async (world) => {
      const table = await partitioned(world, own);
      const as = callAs(
        world.account,
        'lakehouse-analyst',
        (action, resource) => action === 's3:GetObject' && resource.includes('/sandbox/'),
      );
      return showsMark(textOf(await answer(as, `SELECT * FROM ${table}`)));
    },
  },
  {
    name: 'a partition in a bucket that is not there',
    always: true,
    run: async (world) => {
      const table = await partitioned(world, (ssn) => `s3://no-such-bucket/ssn=${ssn}`);
      return showsMark(textOf(await answer(analystOf(world), `SELECT * FROM ${table}`)));
    },
  },
  {
    name: 'a partition at an address that is none',
    always: true,
    run: async (world) => {
      const table = await partitioned(world, (ssn) => `s3n://${LAKE}/ssn=${ssn}`);
      return showsMark(textOf(await answer(analystOf(world), `SELECT * FROM ${table}`)));
    },
  },
  {
    name: 'a partition file that is no UTF-8',
    run: async (world) => {
      const table = await partitioned(world, own);
      for (const ssn of SSNS)
        await put(world, `${table.replace('.', '/')}/ssn=${ssn}/b.csv`, Buffer.from([0xff, 0xfe, 0x0a]));
      return showsMark(textOf(await answer(analystOf(world), `SELECT * FROM ${table}`)));
    },
  },
  {
    name: 'a data file of an Iceberg partition that is gone',
    always: true,
    run: async (world) => {
      const { objects } = world.account;
      const name = `gone${++broken}`;
      const engineer = engineerOf(world);
      await run(
        engineer,
        `CREATE TABLE sandbox.${name} (id bigint, ssn string) PARTITIONED BY (ssn) LOCATION 's3://${LAKE}/sandbox/${name}' TBLPROPERTIES ('table_type'='ICEBERG')`,
      );
      await run(engineer, `INSERT INTO sandbox.${name} SELECT id, ssn FROM lakehouse.customers`);
      await grant(world, 'lakehouse-analyst', columnsOf(`sandbox.${name}`, { exclude: ['ssn'] }), ['SELECT']);
      const denied = callAs(
        world.account,
        'lakehouse-analyst',
        (action, resource) => action === 's3:GetObject' && resource.includes(`${name}/data`),
      );
      const refused = await answer(denied, `SELECT * FROM sandbox.${name}`);
      const keys: string[] = [];
      for await (const { key } of objects.list(LAKE, `sandbox/${name}/data/`)) keys.push(key);
      await objects.delete(LAKE, keys);
      const gone = await answer(analystOf(world), `SELECT * FROM sandbox.${name}`);
      return showsMark([textOf(refused), textOf(gone)]);
    },
  },
];
