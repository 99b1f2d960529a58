import fs from 'node:fs/promises';
import path from 'node:path';
import type { DataLakeSettings } from '@aws-sdk/client-lakeformation';
import { clientsOf } from '../target/clients';
import type { Target } from '../target/target';

const file = (target: Target) => path.join(target.home, 'data-lake-settings.json');

/**
 * Keeps the account's data lake settings as they are before the project's first change of them. A copy that is there is
 * never replaced: it is the older one. The settings belong to the whole account, and Terraform's resource replaces them.
 */
export async function saveSettings(target: Target): Promise<void> {
  const clients = clientsOf(target);
  try {
    const { GetDataLakeSettingsCommand } = await import('@aws-sdk/client-lakeformation');
    const { DataLakeSettings } = await (await clients.lakeFormation()).send(new GetDataLakeSettingsCommand({}));
    await fs.mkdir(target.home, { recursive: true });
    await fs.writeFile(file(target), `${JSON.stringify(DataLakeSettings ?? {}, undefined, 2)}\n`, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    clients.destroy();
  }
}

/** Puts the kept settings back, and forgets them. Nothing was kept: nothing is done. */
export async function restoreSettings(target: Target): Promise<void> {
  const kept = await fs.readFile(file(target), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept === undefined) return;
  const clients = clientsOf(target);
  try {
    const { PutDataLakeSettingsCommand } = await import('@aws-sdk/client-lakeformation');
    await (await clients.lakeFormation()).send(new PutDataLakeSettingsCommand({ DataLakeSettings: JSON.parse(kept) as DataLakeSettings }));
    await fs.rm(file(target));
  } finally {
    clients.destroy();
  }
}
