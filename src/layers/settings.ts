import fs from 'node:fs/promises';
import path from 'node:path';
import type { DataLakePrincipal, DataLakeSettings } from '@aws-sdk/client-lakeformation';
import type { LakeSettings } from '../../infra/layer';
import { DATABASE, PROJECT, SANDBOX } from '../../infra/names';
import { clientsOf } from '../target/clients';
import type { Target } from '../target/target';
import { revokeLeftGrants } from './orphanedGrants';

/**
 * The data lake settings belong to the whole account, and Terraform's resource replaces all of them. So they are kept
 * before the project's first change, the template carries on what does not stand against the lakehouse, and they are put
 * back when the layer is destroyed.
 */
const file = (target: Pick<Target, 'home'>) => path.join(target.home, 'data-lake-settings.json');

/** Keeps the account's settings as they are. A copy that is there is never replaced: it is the older one. */
export async function saveSettings(target: Target): Promise<void> {
  if (await read(target)) return;
  const clients = clientsOf(target);
  try {
    const { GetDataLakeSettingsCommand } = await import('@aws-sdk/client-lakeformation');
    const { DataLakeSettings = {} } = await (await clients.lakeFormation()).send(
      new GetDataLakeSettingsCommand({}),
    );
    await fs.mkdir(target.home, { recursive: true });
    const temporary = `${file(target)}.${process.pid}`;
    await fs.writeFile(temporary, `${JSON.stringify(DataLakeSettings, undefined, 2)}\n`);
    await fs.rename(temporary, file(target));
  } finally {
    clients.destroy();
  }
}

/**
 * Leaves the data lake as it was: takes back the grants on the databases, which are gone, puts the kept settings back,
 * and forgets them. Nothing was kept: nothing is done.
 */
export async function restoreSettings(target: Target): Promise<void> {
  const kept = await read(target);
  if (!kept) return;
  const clients = clientsOf(target);
  try {
    const { PutDataLakeSettingsCommand } = await import('@aws-sdk/client-lakeformation');
    const lakeFormation = await clients.lakeFormation();
    const put = (settings: DataLakeSettings) =>
      lakeFormation.send(new PutDataLakeSettingsCommand({ DataLakeSettings: settings }));
    // Only an administrator may revoke what others hold, and with its layer the deployer lost that.
    const deployer = { DataLakePrincipalIdentifier: await target.deployerArn() };
    await put({ ...kept, DataLakeAdmins: [...(kept.DataLakeAdmins ?? []), deployer] });
    await revokeLeftGrants(lakeFormation, [DATABASE, SANDBOX]);
    await put(kept);
    await fs.rm(file(target));
  } finally {
    clients.destroy();
  }
}

/** What the template carries on of the kept settings. */
export async function keptSettings(target: Pick<Target, 'home'>): Promise<LakeSettings | undefined> {
  const kept = await read(target);
  return kept && carriedOn(kept);
}

/** The settings without the default permissions, and without the project's own roles (of a lakehouse that lost its state). */
export function carriedOn(settings: DataLakeSettings): LakeSettings {
  const arns = (principals: DataLakePrincipal[] = []) =>
    principals
      .map((principal) => principal.DataLakePrincipalIdentifier!)
      .filter((arn) => !arn.includes(`:role/${PROJECT}-`));
  return {
    admins: arns(settings.DataLakeAdmins),
    readOnlyAdmins: arns(settings.ReadOnlyAdmins),
    trustedResourceOwners: settings.TrustedResourceOwners ?? [],
    allowExternalDataFiltering: settings.AllowExternalDataFiltering ?? false,
    allowFullTableExternalDataAccess: settings.AllowFullTableExternalDataAccess ?? false,
    externalDataFilteringAllowList: arns(settings.ExternalDataFilteringAllowList),
    authorizedSessionTagValueList: settings.AuthorizedSessionTagValueList ?? [],
  };
}

async function read(target: Pick<Target, 'home'>): Promise<DataLakeSettings | undefined> {
  try {
    return JSON.parse(await fs.readFile(file(target), 'utf8')) as DataLakeSettings;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
