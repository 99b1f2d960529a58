import type { Call } from '../../call';

/**
 * Asks IAM for a Glue action on everything that Glue wants allowed: the catalog, the database and the table. (Lake
 * Formation's part of the decision is glue/visibility.ts.)
 * @throws AwsError AccessDeniedException
 */
export async function authorizeGlue(
  call: Call,
  action: string,
  database?: string,
  table?: string,
): Promise<void> {
  const prefix = `arn:aws:glue:${call.region}:${call.account.id}:`;
  const resources = [`${prefix}catalog`];
  if (database !== undefined) resources.push(`${prefix}database/${database.toLowerCase()}`);
  if (database !== undefined && table !== undefined) {
    resources.push(`${prefix}table/${database.toLowerCase()}/${table.toLowerCase()}`);
  }
  await Promise.all(resources.map((resource) => call.authorize(`glue:${action}`, resource)));
}
