import type { Item } from './item';

/** Terraform's state file, as far as it is read here. Source: state format version 4. */
interface State {
  version: number;
  resources?: {
    mode: string;
    type: string;
    name: string;
    instances: { attributes: Record<string, unknown> }[];
  }[];
}

const text = (value: unknown): string => String(value ?? '');

/** What each resource type makes, by its attributes; types that make nothing of their own in the inventory are left out. */
const ITEMS: Record<string, (attributes: Record<string, unknown>) => Item[]> = {
  aws_s3_bucket: (a) => [{ kind: 's3 bucket', id: text(a.bucket) }],
  aws_iam_role: (a) => [{ kind: 'iam role', id: text(a.name) }],
  aws_iam_policy: (a) => [{ kind: 'iam policy', id: text(a.arn), label: text(a.name) }],
  aws_iam_user: (a) => [{ kind: 'iam user', id: text(a.name) }],
  aws_kms_key: (a) => [{ kind: 'kms key', id: text(a.key_id) }],
  aws_kms_alias: (a) => [{ kind: 'kms alias', id: text(a.name) }],
  aws_sns_topic: (a) => [{ kind: 'sns topic', id: text(a.arn), label: text(a.name) }],
  aws_athena_workgroup: (a) => [{ kind: 'athena work group', id: text(a.name) }],
  aws_athena_named_query: (a) => [{ kind: 'athena named query', id: text(a.id), label: text(a.name) }],
  aws_athena_prepared_statement: (a) => [
    { kind: 'athena prepared statement', id: `${text(a.workgroup)}/${text(a.name)}` },
  ],
  aws_glue_catalog_database: (a) => [{ kind: 'glue database', id: text(a.name) }],
  aws_glue_catalog_table: (a) => [{ kind: 'glue table', id: `${text(a.database_name)}.${text(a.name)}` }],
  aws_lakeformation_resource: (a) => [{ kind: 'lake formation location', id: text(a.arn) }],
  aws_lakeformation_permissions: (a) => grant(a),
  aws_cloudwatch_dashboard: (a) => [{ kind: 'cloudwatch dashboard', id: text(a.dashboard_name) }],
  aws_cloudwatch_metric_alarm: (a) => [{ kind: 'cloudwatch alarm', id: text(a.alarm_name) }],
  aws_budgets_budget: (a) => [{ kind: 'budget', id: text(a.name) }],
  aws_budgets_budget_action: (a) => [{ kind: 'budget action', id: text(a.action_id) }],
};

type Block = Record<string, unknown> | undefined;
const block = (value: unknown): Block => (Array.isArray(value) ? (value[0] as Block) : undefined);

/** A grant is known by whom and on what: one entry a pair, whatever the permissions. */
function grant(a: Record<string, unknown>): Item[] {
  const principal = text(a.principal);
  const database = block(a.database);
  const table = block(a.table) ?? block(a.table_with_columns);
  const location = block(a.data_location);
  const on = database
    ? `database ${text(database.name)}`
    : table
      ? `table ${text(table.database_name)}.${table.wildcard === true && !table.name ? '*' : text(table.name)}`
      : location
        ? `location ${text(location.arn)}`
        : a.catalog_resource === true
          ? 'catalog'
          : 'other';
  return [grantItem(principal, on)];
}

/** The inventory's entry for all of a principal's permissions on one thing. */
export function grantItem(principal: string, on: string): Item {
  return {
    kind: 'lake formation grant',
    id: `${principal} on ${on}`,
    label: `${principal.split('/').at(-1)} on ${on}`,
  };
}

/** What a state file says that it made. @throws Error for a state format other than version 4 */
export function itemsOfState(json: string): Item[] {
  const state = JSON.parse(json) as State;
  if (state.version !== 4) throw new Error(`unknown version ${state.version} of Terraform's state`);
  const items = (state.resources ?? [])
    .filter((resource) => resource.mode === 'managed')
    .flatMap((resource) =>
      resource.instances.flatMap(({ attributes }) => ITEMS[resource.type]?.(attributes) ?? []),
    );
  return [...new Map(items.map((item) => [`${item.kind}\n${item.id}`, item])).values()];
}
