import fs from 'node:fs';
import path from 'node:path';
import { venvPython } from '../../scripts/setup/install.mjs';
import { CliError } from '../cliError';
import { accountFolder, accountStatus, startAccount } from '../local/control';
import { progressLine } from '../progress';
import { lakehouseHome, projectRoot } from './project';
import type { Credentials, Target } from './target';

const ACCOUNT_ID = '123456789012';
const REGION = 'us-east-1';

export interface LocalOptions {
  /** `LAKEHOUSE_HOME`; from the environment by default. */
  home?: string;
  /** Make the account when there is none; without it that is an error that says what to do. */
  create?: boolean;
  /** The bundle of the local account; the one of the clone by default. */
  entry?: string;
}

/** Opens the local account, starting it in the background when it does not run. @throws CliError when there is none */
export async function localTarget(options: LocalOptions = {}): Promise<Target> {
  const home = options.home ?? lakehouseHome();
  const root = projectRoot();
  if (!options.create && !(await accountStatus({ home })).exists)
    throw new CliError('There is no lakehouse here yet.', 'Run `make up` first; it takes a few minutes.');
  const line = progressLine(process.stderr);
  const { endpoint, started, warnings } = await startAccount({
    home,
    entry: options.entry ?? path.join(root, 'src', 'dist', 'local.js'),
    python: process.env.LAKEHOUSE_PYTHON || venvPython(root),
    launcher: path.join(root, 'src', 'local', 'moto', 'launcher'),
    onProgress: (text) => line.show(`the local account: ${text}`),
  })
    .catch((error: Error) => {
      throw new CliError(error.message, 'Run `make doctor`; then try again.');
    })
    .finally(() => line.clear());
  if (started || options.create) for (const warning of warnings) console.error(`! ${warning}`);
  const credentials = async (): Promise<Credentials> =>
    JSON.parse(
      fs.readFileSync(path.join(accountFolder({ home }), 'credentials.json'), 'utf8'),
    ) as Credentials;
  return {
    name: 'local',
    accountId: ACCOUNT_ID,
    region: REGION,
    endpoint,
    home: path.join(home, 'local'),
    deployerArn: async () => `arn:aws:iam::${ACCOUNT_ID}:user/deployer`,
    credentials,
    env: async () => {
      const { accessKeyId, secretAccessKey } = await credentials();
      return {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: REGION,
        AWS_DEFAULT_REGION: REGION,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      };
    },
  };
}
