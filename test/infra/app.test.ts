import { describe, expect, test } from 'vitest';
import { LAYERS } from '../../infra/layer';
import { DEMO_TABLES } from '../../infra/tables';
import { NEEDS } from '../../src/layers/graph';
import { AWS_PROVIDER } from '../../src/layers/terraform/version';
import { resourcesOf, templatesFor } from './templates';

const local = templatesFor();
const aws = templatesFor({ target: 'aws' });

/** Types without tags, by the provider's documentation. */
const UNTAGGABLE = new Set([
  'aws_athena_named_query',
  'aws_cloudwatch_dashboard',
  'aws_glue_catalog_table',
  'aws_iam_role_policy',
  'aws_kms_alias',
  'aws_lakeformation_data_lake_settings',
  'aws_lakeformation_permissions',
  'aws_lakeformation_resource',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_sns_topic_policy',
]);

describe('the templates', () => {
  test('pin the provider that the library looks for', () => {
    for (const layer of LAYERS)
      expect(local[layer].terraform.required_providers.aws).toEqual({ source: 'aws', version: AWS_PROVIDER });
  });

  test('keep a state for each layer', () => {
    for (const layer of LAYERS)
      expect(local[layer].terraform.backend.local.path).toBe(`/home/learner/states/${layer}.tfstate`);
  });

  test('read the outputs of no layer but those that the graph puts before', () => {
    for (const layer of LAYERS) {
      const read = Object.values(local[layer].data?.terraform_remote_state ?? {}).map(
        (state) => (state.config as { path: string }).path,
      );
      const allowed = NEEDS[layer].map((need) => `/home/learner/states/${need}.tfstate`);
      expect(allowed).toEqual(expect.arrayContaining(read));
    }
  });

  test('are the same for both targets, but for the provider and the tag of the target', () => {
    for (const layer of LAYERS) {
      const { provider: ofLocal, ...ours } = local[layer];
      const { provider: ofAws, ...theirs } = aws[layer];
      expect(theirs).toEqual(ours);
      expect(ofLocal.aws[0]!.s3_use_path_style).toBe(true);
      expect(ofAws.aws[0]).not.toHaveProperty('s3_use_path_style');
    }
  });

  test('refuse credentials of another account', () => {
    for (const layer of LAYERS)
      expect(aws[layer].provider.aws[0]!.allowed_account_ids).toEqual(['123456789012']);
  });

  test('tag everything with project, layer and target', () => {
    const providers = LAYERS.map((layer) => aws[layer].provider.aws[0]!);
    for (const { default_tags } of providers)
      expect(default_tags).toEqual([{ tags: { project: 'lakehouse', target: 'aws' } }]);
    const untagged = resourcesOf(aws).filter(
      ({ layer, config }) => (config.tags as { layer?: string } | undefined)?.layer !== layer,
    );
    expect(new Set(untagged.map(({ type }) => type))).toEqual(UNTAGGABLE);
  });

  test('configure the provider alike in all layers: one that goes on running can serve them all', () => {
    const providers = LAYERS.map((layer) => JSON.stringify(local[layer].provider));
    expect(new Set(providers).size).toBe(1);
  });

  test('name things so that a person can read their addresses', () => {
    const names = resourcesOf(local).map(({ type, name }) => `${type}.${name}`);
    expect(names).toContain('aws_s3_bucket.lake_bucket');
    expect(names.filter((name) => /_[0-9A-F]{8}$/.test(name))).toEqual([]);
  });

  test('hand the checks what they look for', () => {
    const outputs = Object.fromEntries(
      LAYERS.map((layer) => [
        layer,
        Object.keys(local[layer].output).filter((name) => !name.startsWith('cross-stack')),
      ]),
    );
    expect(outputs.foundation).toEqual(expect.arrayContaining(['buckets', 'roles', 'key_arn']));
    expect(outputs.catalog).toEqual(expect.arrayContaining(['databases', 'tables', 'registered_location']));
    expect(outputs.query).toEqual(['work_groups']);
    expect(outputs.governance).toEqual(['hidden_columns']);
    expect(outputs.guards).toEqual(
      expect.arrayContaining(['budget_name', 'dashboard_name', 'dashboard_metrics', 'alarm_names']),
    );
  });
});

describe('the tables', () => {
  const table = (name: string) =>
    resourcesOf(local, 'aws_glue_catalog_table').find((resource) => resource.name === name)!.config as {
      storage_descriptor: {
        location: string;
        columns: { name: string; type: string; parameters?: object }[];
      };
      parameters?: Record<string, string>;
      open_table_format_input?: unknown;
      lifecycle?: { ignore_changes: string[] };
    };

  test.each(DEMO_TABLES)('$name: CSV is text, Iceberg has the types', ({ name, raw, columns }) => {
    expect(new Set(table(raw).storage_descriptor.columns.map((column) => column.type))).toEqual(
      new Set(['string']),
    );
    expect(table(raw).parameters).toMatchObject({ 'skip.header.line.count': '1' });
    expect(table(name).storage_descriptor.columns.map(({ name: n, type }) => [n, type])).toEqual(
      columns.map((column) => [column.name, column.type]),
    );
    expect(table(name).open_table_format_input).toBeDefined();
  });

  test('lie in the registered location, and the raw ones do not', () => {
    const [location] = resourcesOf(local, 'aws_lakeformation_resource');
    expect(location!.config.arn).toMatch(/^arn:aws:s3:::.*\/lakehouse$/);
    expect(table('customers').storage_descriptor.location).toMatch(/\/lakehouse\/customers$/);
    expect(table('raw_customers').storage_descriptor.location).toMatch(/\/customers\/$/);
  });

  test('a commit to an Iceberg table is not drift; a change of its columns is', () => {
    expect(table('orders').lifecycle!.ignore_changes).toContain('parameters');
    expect(table('orders').lifecycle!.ignore_changes.join()).not.toContain('columns');
    expect(table('orders').storage_descriptor.columns[1]).toMatchObject({
      parameters: {
        'iceberg.field.id': '2',
        'iceberg.field.optional': 'true',
        'iceberg.field.current': 'true',
      },
    });
  });
});

describe('the data lake settings', () => {
  const settings = (templates = local) =>
    resourcesOf(templates, 'aws_lakeformation_data_lake_settings')[0]!.config as { admins: string[] };

  test('come before every database, so that nothing is born with a grant to IAM_ALLOWED_PRINCIPALS', () => {
    expect(settings()).not.toHaveProperty('create_table_default_permissions');
    expect(settings()).not.toHaveProperty('create_database_default_permissions');
    const databases = resourcesOf(local, 'aws_glue_catalog_database');
    expect(databases.map(({ name }) => name)).toEqual(['lakehouse', 'sandbox']);
    for (const { config } of databases)
      expect(config.depends_on).toEqual(['aws_lakeformation_data_lake_settings.settings']);
  });

  test('keep the administrators and lists that were there', () => {
    const before = {
      admins: ['arn:aws:iam::123456789012:role/boss', 'arn:aws:iam::123456789012:user/deployer'],
      readOnlyAdmins: ['arn:aws:iam::123456789012:role/auditor'],
      trustedResourceOwners: ['210987654321'],
      allowExternalDataFiltering: true,
      allowFullTableExternalDataAccess: false,
      externalDataFilteringAllowList: ['210987654321'],
      authorizedSessionTagValueList: ['engine'],
    };
    const merged = settings(templatesFor({ lakeSettings: before }));
    expect(merged.admins).toHaveLength(3);
    expect(merged.admins.slice(0, 2)).toEqual(before.admins);
    expect(merged).toMatchObject({
      read_only_admins: before.readOnlyAdmins,
      trusted_resource_owners: ['210987654321'],
      allow_external_data_filtering: true,
      authorized_session_tag_value_list: ['engine'],
    });
  });
});
