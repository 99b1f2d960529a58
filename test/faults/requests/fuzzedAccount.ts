import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { venvPython } from '../../../scripts/setup/install.mjs';
import { athenaService } from '../../../src/local/athena/service';
import { budgetsService } from '../../../src/local/budgets/service';
import { ServiceModels } from '../../../src/local/claim/serviceModel';
import { glueService } from '../../../src/local/glue/service';
import { lakeFormationService } from '../../../src/local/lakeformation/service';
import { json, LAKE, type Lake, must, openLake, RESULTS, s3 } from '../../attack/api/lake';
import { knowOperations } from './generate';

/** An account with things in it that requests can reach. */
export async function openFuzzedAccount(): Promise<Lake> {
  for (const { name, operations } of [athenaService, glueService, lakeFormationService, budgetsService])
    knowOperations(name, Object.keys(operations));
  const lake = await openLake();
  const deploy = (service: string, operation: string, input: object) =>
    must(json(lake, 'deployer', service, operation, input));
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
  await must(s3(lake, 'deployer', 'PUT', `/${LAKE}/sandbox/x`, 'x'));
  return lake;
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
