import { describe, expect, test } from 'vitest';
import { ROLES, type RoleName } from '../../infra/names';
import { type Resource, resourcesOf, templatesFor } from './templates';

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: string | string[];
  Principal?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

const templates = templatesFor();
const list = (value: string | string[]): string[] => [value].flat();
const statementsOf = ({ config }: Resource): Statement[] =>
  (JSON.parse(config.policy as string) as { Statement: Statement[] }).Statement;
const named = (type: string, name: string): Resource =>
  resourcesOf(templates, type).find((resource) => resource.name === name)!;
const rights = (role: RoleName): Statement[] => statementsOf(named('aws_iam_role_policy', `${role}_rights`));

/** Is an action on a resource allowed by a role's statements? Patterns with `*` only; conditions count as allowed. */
function allows(statements: Statement[], action: string, resource: string): boolean {
  const fits = (pattern: string, text: string) =>
    new RegExp(
      `^${pattern
        .split('*')
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(text);
  return statements.some(
    (statement) =>
      statement.Effect === 'Allow' &&
      list(statement.Action).some((pattern) => fits(pattern, action)) &&
      list(statement.Resource).some((pattern) => fits(pattern, resource)),
  );
}

const bucket = (purpose: string) => `arn:aws:s3:::lakehouse-${purpose}-123456789012-us-east-1`;
const glue = (resource: string) => `arn:aws:glue:us-east-1:123456789012:${resource}`;
const workGroup = (role: string) => `arn:aws:athena:us-east-1:123456789012:workgroup/lakehouse-${role}`;

describe('identity policies', () => {
  const policies = [
    ...resourcesOf(templates, 'aws_iam_role_policy'),
    ...resourcesOf(templates, 'aws_iam_policy'),
  ];

  test('there are some', () => expect(policies).toHaveLength(6));

  test.each(policies)('$name: no wildcard in an action', (policy) => {
    for (const { Action } of statementsOf(policy))
      for (const action of list(Action)) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
  });

  test.each(policies)('$name: every resource only for what AWS narrows to none', (policy) => {
    // Source: Service Authorization Reference; these actions have no resource types.
    const unbound = /^(athena:List(WorkGroups|DataCatalogs|EngineVersions)|lakeformation:[A-Za-z]+)$/;
    for (const { Effect, Action, Resource } of statementsOf(policy))
      if (Effect === 'Allow' && list(Resource).includes('*'))
        for (const action of list(Action)) expect(action).toMatch(unbound);
  });

  test('only what Lake Formation itself uses reaches the governed files', () => {
    const file = `${bucket('lake')}/lakehouse/customers/data/a.parquet`;
    const who = policies.filter((policy) => allows(statementsOf(policy), 's3:GetObject', file));
    expect(who.map(({ name }) => name)).toEqual(['data_access_rights']);
  });
});

describe('the engineer', () => {
  const engineer = rights('engineer');
  test('writes the raw zone and the sandbox', () => {
    expect(allows(engineer, 's3:PutObject', `${bucket('raw')}/customers/customers.csv`)).toBe(true);
    expect(allows(engineer, 's3:PutObject', `${bucket('lake')}/sandbox/mine/data/a.parquet`)).toBe(true);
    expect(allows(engineer, 's3:PutObject', `${bucket('lake')}/lakehouse/customers/data/a.parquet`)).toBe(
      false,
    );
  });
  test('queries in its own work group, and changes tables of both databases', () => {
    expect(allows(engineer, 'athena:StartQueryExecution', workGroup('engineer'))).toBe(true);
    expect(allows(engineer, 'athena:StartQueryExecution', workGroup('analyst'))).toBe(false);
    expect(allows(engineer, 'glue:UpdateTable', glue('table/lakehouse/customers'))).toBe(true);
    expect(allows(engineer, 'glue:CreateTable', glue('table/sandbox/mine'))).toBe(true);
    expect(allows(engineer, 'glue:CreateTable', glue('table/other/mine'))).toBe(false);
  });
});

describe('the analyst', () => {
  const analyst = rights('analyst');
  test('reads through Athena and Lake Formation only', () => {
    expect(allows(analyst, 'athena:StartQueryExecution', workGroup('analyst'))).toBe(true);
    expect(allows(analyst, 'lakeformation:GetDataAccess', '*')).toBe(true);
    for (const purpose of ['raw', 'lake'])
      for (const action of ['s3:GetObject', 's3:ListBucket', 's3:PutObject'])
        for (const resource of [
          bucket(purpose),
          `${bucket(purpose)}/sandbox/x`,
          `${bucket(purpose)}/customers/x`,
        ])
          expect(allows(analyst, action, resource)).toBe(false);
  });
  test("sees its own results, and nobody else's", () => {
    expect(allows(analyst, 's3:GetObject', `${bucket('results')}/analyst/a.csv`)).toBe(true);
    expect(allows(analyst, 's3:GetObject', `${bucket('results')}/engineer/a.csv`)).toBe(false);
  });
  test('changes no table and no grant', () => {
    const changes = analyst
      .flatMap(({ Action }) => list(Action))
      .filter((a) => /^(glue|lakeformation):(?!Get)/.test(a));
    expect(changes).toEqual([]);
  });
});

describe('the steward', () => {
  const steward = rights('steward');
  test('grants, and reads nothing', () => {
    expect(allows(steward, 'lakeformation:GrantPermissions', '*')).toBe(true);
    expect(allows(steward, 'lakeformation:GetDataAccess', '*')).toBe(false);
    expect(allows(steward, 's3:GetObject', `${bucket('raw')}/customers/customers.csv`)).toBe(false);
    expect(allows(steward, 'glue:UpdateTable', glue('table/lakehouse/customers'))).toBe(false);
  });
});

describe('who may take a role on', () => {
  test.each(ROLES)('%s: principals of this account', (role) => {
    const trust = JSON.parse(named('aws_iam_role', role).config.assume_role_policy as string) as {
      Statement: Statement[];
    };
    expect(trust.Statement.map((statement) => statement.Principal)).toEqual([
      { AWS: 'arn:aws:iam::123456789012:root' },
    ]);
  });
  test('a service takes a role on for this account only', () => {
    for (const name of ['data_access', 'budget_actions']) {
      const [statement] = (
        JSON.parse(named('aws_iam_role', name).config.assume_role_policy as string) as {
          Statement: Statement[];
        }
      ).Statement;
      expect(statement!.Condition).toEqual({ StringEquals: { 'aws:SourceAccount': '123456789012' } });
    }
  });
});

describe.each(['raw', 'lake', 'results'])('the bucket %s', (purpose) => {
  test('is closed to the public', () => {
    expect(named('aws_s3_bucket_public_access_block', `${purpose}_public_access`).config).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });
  test("is encrypted with the project's key", () => {
    const { rule } = named(
      'aws_s3_bucket_server_side_encryption_configuration',
      `${purpose}_encryption`,
    ).config;
    expect(rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          kms_master_key_id: '${aws_kms_key.key.arn}',
          sse_algorithm: 'aws:kms',
        },
        bucket_key_enabled: true,
      },
    ]);
  });
  test('speaks TLS only', () => {
    expect(statementsOf(named('aws_s3_bucket_policy', `${purpose}_policy`))).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [bucket(purpose), `${bucket(purpose)}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
  });
  test('empties itself, and has a lifecycle', () => {
    expect(named('aws_s3_bucket', `${purpose}_bucket`).config.force_destroy).toBe(true);
    expect(named('aws_s3_bucket_lifecycle_configuration', `lifecycle_${purpose}`)).toBeDefined();
  });
});

describe('grants', () => {
  const grants = resourcesOf(templates, 'aws_lakeformation_permissions').map(({ name, config }) => ({
    name,
    ...config,
  }));

  test('the analyst gets customers without ssn, by an exclude list with the wildcard that it needs', () => {
    expect(grants.find(({ name }) => name === 'analyst_customers')).toMatchObject({
      permissions: ['SELECT'],
      table_with_columns: {
        database_name: 'lakehouse',
        name: 'customers',
        wildcard: true,
        excluded_column_names: ['ssn'],
      },
    });
  });
  test('one for a principal and a thing: two would take each other away', () => {
    const keys = grants.map((grant) => JSON.stringify({ ...grant, name: '', permissions: [], lifecycle: 0 }));
    expect(new Set(keys).size).toBe(grants.length);
  });
  test('administrators get none', () => {
    expect(JSON.stringify(grants)).not.toMatch(/steward|deployer|IAM_ALLOWED_PRINCIPALS/);
  });
});

describe('guards', () => {
  test("work groups enforce their settings and a cutoff of at least Athena's smallest", () => {
    const groups = resourcesOf(templates, 'aws_athena_workgroup');
    expect(groups).toHaveLength(ROLES.length);
    for (const { config, name } of groups) {
      const {
        enforce_workgroup_configuration,
        bytes_scanned_cutoff_per_query,
        publish_cloudwatch_metrics_enabled,
        result_configuration,
      } = config.configuration as Record<string, unknown>;
      expect([enforce_workgroup_configuration, publish_cloudwatch_metrics_enabled]).toEqual([true, true]);
      expect(bytes_scanned_cutoff_per_query).toBeGreaterThanOrEqual(10_485_760);
      expect((result_configuration as { output_location: string }).output_location).toMatch(
        new RegExp(`/${name}/$`),
      );
    }
  });
  test('the budget is what the plan says, sees spend that credits pay, and tells by mail and topic', () => {
    const { config } = named('aws_budgets_budget', 'budget');
    expect(config).toMatchObject({
      limit_amount: '20',
      limit_unit: 'USD',
      time_unit: 'MONTHLY',
      cost_types: { include_credit: false },
    });
    for (const notification of config.notification as Record<string, unknown>[])
      expect(notification).toMatchObject({
        subscriber_email_addresses: ['learner@example.com'],
        subscriber_sns_topic_arns: ['${aws_sns_topic.alerts.arn}'],
      });
  });
  test('stop-spend denies new queries to those who spend, and may attach nothing else', () => {
    expect(statementsOf(named('aws_iam_policy', 'stop_spend'))).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Action: expect.arrayContaining(['athena:StartQueryExecution']),
      }),
    ]);
    expect(statementsOf(named('aws_iam_role_policy', 'budget_actions_rights'))).toEqual([
      {
        Effect: 'Allow',
        Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
        Resource: [
          'arn:aws:iam::123456789012:role/lakehouse-engineer',
          'arn:aws:iam::123456789012:role/lakehouse-analyst',
        ],
        Condition: { ArnEquals: { 'iam:PolicyARN': '${aws_iam_policy.stop_spend.arn}' } },
      },
    ]);
  });
  test('the topic lets Budgets and CloudWatch publish, for this account only', () => {
    const statements = statementsOf(named('aws_sns_topic_policy', 'alerts_policy'));
    expect(statements.map(({ Principal }) => Principal)).toEqual([
      { Service: 'budgets.amazonaws.com' },
      { Service: 'cloudwatch.amazonaws.com' },
    ]);
    for (const { Condition } of statements)
      expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': '123456789012' } });
  });
  test('the dashboard shows three metrics of each work group that queries', () => {
    const body = JSON.parse(
      named('aws_cloudwatch_dashboard', 'dashboard').config.dashboard_body as string,
    ) as {
      widgets: { properties: { metrics: unknown[][] } }[];
    };
    const shown = body.widgets.flatMap(({ properties }) => properties.metrics);
    for (const group of ['lakehouse-engineer', 'lakehouse-analyst'])
      expect(
        new Set(shown.filter((row) => row.includes(group)).map((row) => row[1])).size,
      ).toBeGreaterThanOrEqual(3);
  });
});
