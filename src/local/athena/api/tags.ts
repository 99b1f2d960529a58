import type { Tag } from '@aws-sdk/client-athena';
import type { Account } from '../../account';
import type { Call } from '../../call';
import type { Table } from '../../store/store';
import { invalidRequest, resourceNotFound } from './requestError';
import { workGroups } from './workGroup';

/** Tags of work groups and data catalogs, by the resource's ARN. */
export function tagsOf(account: Account): Table<Tag[]> {
  return account.store.table<Tag[]>('athena.tags');
}

/** Tags by key, a later one over an earlier one, in the order of their keys. */
export function mergeTags(current: Tag[], added: Tag[]): Tag[] {
  const byKey = new Map(current.map((tag) => [tag.Key ?? '', tag]));
  for (const tag of added) byKey.set(tag.Key ?? '', { Key: tag.Key ?? '', Value: tag.Value ?? '' });
  return [...byKey.values()].sort((a, b) => ((a.Key ?? '') < (b.Key ?? '') ? -1 : 1));
}

/** @throws AwsError when the ARN names no resource of this account's Athena */
export function checkTaggable(arn: string, call: Call): void {
  const match = /^arn:aws:athena:([^:]+):(\d+):(workgroup|datacatalog)\/(.+)$/.exec(arn);
  if (!match || match[1] !== call.region || match[2] !== call.account.id) {
    throw invalidRequest(`The specified resource ARN is not valid: ${arn}`);
  }
  const exists =
    match[3] === 'workgroup'
      ? workGroups(call.account).get(match[4]!)
      : match[4]!.toLowerCase() === 'awsdatacatalog';
  if (!exists)
    throw resourceNotFound(
      `${match[3] === 'workgroup' ? 'WorkGroup' : 'DataCatalog'} ${match[4]} is not found.`,
      arn,
    );
}
