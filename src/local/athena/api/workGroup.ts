import type { WorkGroupConfiguration, WorkGroupState } from '@aws-sdk/client-athena';
import type { Account } from '../../account';
import type { Table } from '../../store/store';
import { invalidRequest } from './requestError';

/** A work group as it is kept in the account's store. */
export interface WorkGroup {
  name: string;
  state: WorkGroupState;
  description?: string;
  configuration: WorkGroupConfiguration;
  /** Milliseconds since the epoch. */
  created: number;
}

export const EFFECTIVE_ENGINE_VERSION = 'Athena engine version 3';
export const PRIMARY = 'primary';

/** The account's work groups by name. `primary` is in every account from the start. */
export function workGroups(account: Account): Table<WorkGroup> {
  const table = account.store.table<WorkGroup>('athena.workGroups');
  if (!table.get(PRIMARY)) {
    table.put(PRIMARY, {
      name: PRIMARY,
      state: 'ENABLED',
      configuration: withDefaults({}),
      created: Date.now(),
    });
  }
  return table;
}

/** @throws AwsError InvalidRequestException `WorkGroup is not found.` (Terraform knows the text) */
export function workGroup(account: Account, name: string = PRIMARY): WorkGroup {
  const found = workGroups(account).get(name);
  if (!found) throw invalidRequest('WorkGroup is not found.');
  return found;
}

export function workGroupArn(
  place: { account: Pick<Account, 'id'>; region: string },
  name: string = PRIMARY,
): string {
  return `arn:aws:athena:${place.region}:${place.account.id}:workgroup/${name}`;
}

/** What a new group's configuration reads as: the members that AWS fills when the request leaves them out. */
export function withDefaults(configuration: WorkGroupConfiguration): WorkGroupConfiguration {
  return {
    ...configuration,
    EnforceWorkGroupConfiguration: configuration.EnforceWorkGroupConfiguration ?? false,
    PublishCloudWatchMetricsEnabled: configuration.PublishCloudWatchMetricsEnabled ?? false,
    RequesterPaysEnabled: configuration.RequesterPaysEnabled ?? false,
    EnableMinimumEncryptionConfiguration: configuration.EnableMinimumEncryptionConfiguration ?? false,
    ResultConfiguration: configuration.ResultConfiguration ?? {},
    EngineVersion: engineVersion(configuration.EngineVersion?.SelectedEngineVersion),
  };
}

/** @throws AwsError InvalidRequestException for an engine that this account does not run */
export function engineVersion(selected = 'AUTO'): WorkGroupConfiguration['EngineVersion'] {
  if (selected !== 'AUTO' && selected !== EFFECTIVE_ENGINE_VERSION) {
    throw invalidRequest(`Engine version ${selected} is not supported.`);
  }
  return { SelectedEngineVersion: selected, EffectiveEngineVersion: EFFECTIVE_ENGINE_VERSION };
}
