import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { venvPython } from '../../../scripts/setup/install.mjs';
import { projectRoot } from '../../../src/target/project';
import { REGION } from './clients';
import type { FaultAccount } from './faultAccount';

/** The rows of each Iceberg table of a database, as PyIceberg reads them. */
export async function readWithPyIceberg(
  { clients: { endpoint, credentials } }: FaultAccount,
  database: string,
): Promise<Record<string, (string | null)[][]>> {
  const { stdout } = await promisify(execFile)(
    process.env.LAKEHOUSE_PYTHON || venvPython(projectRoot()),
    [path.join(__dirname, '..', 'read_tables.py'), database],
    {
      maxBuffer: 2 ** 26,
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: REGION,
        AWS_DEFAULT_REGION: REGION,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    },
  );
  return JSON.parse(stdout) as Record<string, (string | null)[][]>;
}
