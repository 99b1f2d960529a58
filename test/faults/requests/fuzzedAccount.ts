import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { venvPython } from '../../../scripts/setup/install.mjs';
import { athenaService } from '../../../src/local/athena/service';
import { budgetsService } from '../../../src/local/budgets/service';
import { ServiceModels } from '../../../src/local/claim/serviceModel';
import { glueService } from '../../../src/local/glue/service';
import { lakeFormationService } from '../../../src/local/lakeformation/service';
import { json, LAKE, type Lake, OWN_BUCKET, openLake, query, RESULTS, s3 } from '../../attack/api/lake';
import { ACCOUNT } from '../../local/gateway/account';
import { knowOperations } from './generate';

/** An account with things in it that requests can reach. */
export async function openFuzzedAccount(): Promise<Lake> {
  for (const { name, operations } of [athenaService, glueService, lakeFormationService, budgetsService])
    knowOperations(name, Object.keys(operations));
  const lake = await openLake();
  await restore(lake);
  return lake;
}

/** Makes again what requests reach; they may have deleted it. What is still there refuses, which is as good. */
export async function restore(lake: Lake): Promise<void> {
  const deploy = (service: string, operation: string, input: object) =>
    json(lake, 'deployer', service, operation, input);
  for (const bucket of [LAKE, RESULTS, OWN_BUCKET]) {
    await s3(lake, 'deployer', 'DELETE', `/${bucket}?policy`);
    await s3(lake, 'deployer', 'PUT', `/${bucket}`);
  }
  await s3(lake, 'deployer', 'PUT', `/${OWN_BUCKET}/mine.txt`, 'mine');
  await s3(lake, 'deployer', 'PUT', `/${LAKE}/lakehouse/customers/data.csv`, '1,Ann\n');
  for (const Name of ['lakehouse', 'sandbox'])
    await deploy('glue', 'CreateDatabase', { DatabaseInput: { Name, LocationUri: `s3://${LAKE}/${Name}/` } });
  await deploy('glue', 'CreateTable', {
    DatabaseName: 'lakehouse',
    TableInput: {
      Name: 'customers',
      TableType: 'EXTERNAL_TABLE',
      StorageDescriptor: {
        Columns: [
          { Name: 'id', Type: 'bigint' },
          { Name: 'name', Type: 'string' },
        ],
        Location: `s3://${LAKE}/lakehouse/customers/`,
        InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        SerdeInfo: {
          SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
          Parameters: { 'field.delim': ',' },
        },
      },
    },
  });
  await deploy('athena', 'CreateWorkGroup', {
    Name: 'fuzzed',
    Configuration: { ResultConfiguration: { OutputLocation: `s3://${RESULTS}/fuzz/` } },
  });
  await s3(lake, 'deployer', 'PUT', `/${LAKE}/sandbox/x`, 'x');
  await deploy('budgets', 'CreateBudget', {
    AccountId: ACCOUNT,
    Budget: {
      BudgetName: 'own-budget',
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '1', Unit: 'USD' },
    },
  });
  for (const [service, operation, input] of [
    ['iam', 'CreateUser', { UserName: 'fuzzed' }],
    ['iam', 'CreateGroup', { GroupName: 'fuzzed' }],
    ['sns', 'CreateTopic', { Name: 'fuzzed' }],
  ] as const)
    await query(lake, 'deployer', service, operation, input as Record<string, string>);
  await deploy('logs', 'CreateLogGroup', { logGroupName: 'fuzzed' });
  await deploy('secretsmanager', 'CreateSecret', { Name: 'fuzzed', SecretString: 'x' });
  await deploy('sqs', 'CreateQueue', { QueueName: 'fuzzed' });
}

/** botocore's models, as the account itself reads them. */
export function openModels(): ServiceModels {
  const python = process.env.LAKEHOUSE_PYTHON || venvPython(resolve(__dirname, '../../..'));
  const folder = execFileSync(python, [
    '-c',
    'import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), "data"))',
  ]);
  return new ServiceModels(folder.toString().trim());
}
