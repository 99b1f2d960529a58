import type { Environment } from './layer';
import { bucketName, DATABASE, PROJECT, type RoleName, roleName, SANDBOX } from './names';

type Statement = {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
};
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: (Statement | (Omit<Statement, 'Resource'> & { Principal: Record<string, string | string[]> }))[];
}

/** Who may take a role on: principals of the same account that are allowed to by their own policies. */
export function deployerTrust(of: Pick<Environment, 'accountId'>): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${of.accountId}:root` }, Action: 'sts:AssumeRole' },
    ],
  };
}

/** A service of AWS that acts for this account only. */
export function serviceTrust(service: string, of: Pick<Environment, 'accountId'>): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': of.accountId } },
      },
    ],
  };
}

const READ_CATALOG = [
  'glue:GetDatabase',
  'glue:GetDatabases',
  'glue:GetTable',
  'glue:GetTables',
  'glue:GetTableVersions',
  'glue:GetPartition',
  'glue:GetPartitions',
];
const WRITE_CATALOG = [
  'glue:CreateTable',
  'glue:UpdateTable',
  'glue:DeleteTable',
  'glue:BatchCreatePartition',
  'glue:CreatePartition',
  'glue:DeletePartition',
];
const QUERY = [
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
  'athena:GetQueryExecution',
  'athena:BatchGetQueryExecution',
  'athena:ListQueryExecutions',
  'athena:GetQueryResults',
  'athena:GetQueryResultsStream',
  'athena:GetQueryRuntimeStatistics',
  'athena:GetWorkGroup',
  'athena:ListNamedQueries',
  'athena:GetNamedQuery',
  'athena:BatchGetNamedQuery',
  'athena:ListPreparedStatements',
  'athena:GetPreparedStatement',
  'athena:CreatePreparedStatement',
  'athena:UpdatePreparedStatement',
  'athena:DeletePreparedStatement',
];
const BROWSE = [
  'athena:GetDataCatalog',
  'athena:GetDatabase',
  'athena:ListDatabases',
  'athena:GetTableMetadata',
  'athena:ListTableMetadata',
];
/** Actions that AWS lets nobody narrow to a resource. */
const ANYWHERE = ['athena:ListWorkGroups', 'athena:ListDataCatalogs', 'athena:ListEngineVersions'];
/** Lake Formation's lending of credentials for what is granted: without it no grant opens any data. */
const DATA_ACCESS: Statement = {
  Sid: 'GrantedData',
  Effect: 'Allow',
  Action: 'lakeformation:GetDataAccess',
  Resource: '*',
};

/**
 * The rights of a role in IAM: the first of the two gates. Lake Formation is the second; no role may read the lake's
 * registered files around it.
 */
export function rolePolicy(role: RoleName, of: Environment, keyArn: string): PolicyDocument {
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${of.region}:${of.accountId}:${resource}`;
  const bucket = (purpose: Parameters<typeof bucketName>[0]) => `arn:aws:s3:::${bucketName(purpose, of)}`;
  const catalog = (...databases: string[]) => [
    arn('glue', 'catalog'),
    ...databases.flatMap((name) => [arn('glue', `database/${name}`), arn('glue', `table/${name}/*`)]),
  ];
  const objects = (where: string, prefix: string, actions: string[]): Statement[] => [
    { Effect: 'Allow', Action: actions, Resource: `${where}/${prefix}*` },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: where,
      ...(prefix === '' ? {} : { Condition: { StringLike: { 's3:prefix': [`${prefix}*`] } } }),
    },
    { Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: where },
  ];
  const own: Statement[] = [
    {
      Sid: 'OwnWorkGroup',
      Effect: 'Allow',
      Action: QUERY,
      Resource: arn('athena', `workgroup/${roleName(role)}`),
    },
    { Sid: 'Browse', Effect: 'Allow', Action: BROWSE, Resource: arn('athena', 'datacatalog/AwsDataCatalog') },
    { Sid: 'Lists', Effect: 'Allow', Action: ANYWHERE, Resource: '*' },
    ...objects(bucket('results'), `${role}/`, [
      's3:GetObject',
      's3:PutObject',
      's3:AbortMultipartUpload',
      's3:ListMultipartUploadParts',
    ]),
    { Sid: 'Key', Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: keyArn },
  ];
  const readWrite = [
    's3:GetObject',
    's3:PutObject',
    's3:DeleteObject',
    's3:AbortMultipartUpload',
    's3:ListMultipartUploadParts',
  ];
  const more: Record<RoleName, Statement[]> = {
    engineer: [
      {
        Sid: 'Catalog',
        Effect: 'Allow',
        Action: [...READ_CATALOG, ...WRITE_CATALOG],
        Resource: catalog(DATABASE, SANDBOX),
      },
      DATA_ACCESS,
      ...objects(bucket('raw'), '', readWrite),
      ...objects(bucket('lake'), `${SANDBOX}/`, readWrite),
    ],
    analyst: [
      DATA_ACCESS,
      { Sid: 'Catalog', Effect: 'Allow', Action: READ_CATALOG, Resource: catalog(DATABASE, SANDBOX) },
    ],
    // An administrator of the data lake could grant itself SELECT; as it may not ask for the data, that opens nothing.
    steward: [
      { Sid: 'Catalog', Effect: 'Allow', Action: READ_CATALOG, Resource: catalog(DATABASE, SANDBOX) },
      {
        Sid: 'Grants',
        Effect: 'Allow',
        // Lake Formation itself decides what a principal may grant; IAM knows no resource for it.
        Action: [
          'lakeformation:GrantPermissions',
          'lakeformation:RevokePermissions',
          'lakeformation:BatchGrantPermissions',
          'lakeformation:BatchRevokePermissions',
          'lakeformation:ListPermissions',
          'lakeformation:GetEffectivePermissionsForPath',
          'lakeformation:GetDataLakeSettings',
          'lakeformation:ListResources',
          'lakeformation:DescribeResource',
        ],
        Resource: '*',
      },
    ],
  };
  return { Version: '2012-10-17', Statement: [...own, ...more[role]] };
}

/** What the stop-spend action attaches to a role: no new work that costs. */
export function stopSpendPolicy(): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: `${PROJECT[0]!.toUpperCase()}${PROJECT.slice(1)}StopSpend`,
        Effect: 'Deny',
        Action: ['athena:StartQueryExecution', 'glue:StartJobRun', 'lambda:InvokeFunction'],
        Resource: '*',
      },
    ],
  };
}
