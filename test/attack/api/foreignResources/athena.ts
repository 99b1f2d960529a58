import { ACCOUNT, REGION } from '../../../local/gateway/account';
import type { Attack } from '../../suite';
import { CANARY, json, type Lake, must, RESULTS, type Who } from '../lake';
import { run } from '../locations';
import { answered } from '../verdict';
import { beside, foreign, type Input, isRead, PATTERNS, sendJson } from './things';

/** Athena: things of a work group, asked for by who may use another work group only. */

interface Things {
  group: string;
  arn: string;
  query: string;
  named: string;
  statement: string;
}
type Owner = 'analyst' | 'engineer';
const things = {} as Record<Owner, Things>;
const TOKEN = '0'.repeat(40);

/** Makes two work groups, and in each a query, a named query and a prepared statement with the canary in them. */
export async function prepareAthena(lake: Lake): Promise<void> {
  for (const owner of ['analyst', 'engineer'] as const) await prepareOwner(lake, owner);
}

/** Takes away what is left of a work group, and makes it anew. */
const mendOwner = (owner: Owner) => async (lake: Lake) => {
  const WorkGroup = things[owner].group;
  await json(lake, 'deployer', 'athena', 'DeleteWorkGroup', { WorkGroup, RecursiveDeleteOption: true });
  await prepareOwner(lake, owner);
};

async function prepareOwner(lake: Lake, owner: Owner): Promise<void> {
  const group = `lakehouse-${owner}`;
  const as = (operation: string, input: Input) => must(json(lake, 'deployer', 'athena', operation, input));
  const mark = owner === 'engineer' ? CANARY : 'mine';
  await as('CreateWorkGroup', {
    Name: group,
    Description: mark,
    Configuration: {
      EnforceWorkGroupConfiguration: true,
      ResultConfiguration: { OutputLocation: `s3://${RESULTS}/${owner}/` },
    },
    Tags: [{ Key: 'k', Value: mark }],
  });
  const text = { Description: mark, WorkGroup: group };
  const named = await as('CreateNamedQuery', {
    ...text,
    Name: mark,
    Database: 'sandbox',
    QueryString: `SELECT '${mark}'`,
  });
  await as('CreatePreparedStatement', {
    ...text,
    StatementName: `of_${owner}`,
    QueryStatement: `SELECT '${mark}'`,
  });
  const told = await run(lake, owner, `SELECT '${mark}' AS a`, {
    WorkGroup: group,
    ResultConfiguration: undefined,
  });
  const id = (body: string, member: string) => new RegExp(`"${member}":"([^"]+)"`).exec(body)?.[1] ?? '';
  if (!told.includes('SUCCEEDED')) throw new Error(`the ${owner}'s query failed: ${told}`);
  things[owner] = {
    group,
    arn: `arn:aws:athena:${REGION}:${ACCOUNT}:workgroup/${group}`,
    query: id(told, 'QueryExecutionId'),
    named: id(named.body, 'NamedQueryId'),
    statement: `of_${owner}`,
  };
}

/** The input of each operation that is about things of a work group. */
const INPUTS: Record<string, (of: Things) => Input> = {
  BatchGetNamedQuery: ({ named }) => ({ NamedQueryIds: [named] }),
  BatchGetPreparedStatement: ({ statement, group }) => ({
    PreparedStatementNames: [statement],
    WorkGroup: group,
  }),
  BatchGetQueryExecution: ({ query }) => ({ QueryExecutionIds: [query] }),
  CreateNamedQuery: ({ group }) => ({ Name: 'n', Database: 'd', QueryString: 'SELECT 1', WorkGroup: group }),
  CreatePreparedStatement: ({ group }) => ({
    StatementName: 'planted',
    QueryStatement: 'SELECT 1',
    WorkGroup: group,
  }),
  DeleteNamedQuery: ({ named }) => ({ NamedQueryId: named }),
  DeletePreparedStatement: ({ statement, group }) => ({ StatementName: statement, WorkGroup: group }),
  DeleteWorkGroup: ({ group }) => ({ WorkGroup: group, RecursiveDeleteOption: true }),
  GetNamedQuery: ({ named }) => ({ NamedQueryId: named }),
  GetPreparedStatement: ({ statement, group }) => ({ StatementName: statement, WorkGroup: group }),
  GetQueryExecution: ({ query }) => ({ QueryExecutionId: query }),
  GetQueryResults: ({ query }) => ({ QueryExecutionId: query }),
  GetQueryRuntimeStatistics: ({ query }) => ({ QueryExecutionId: query }),
  GetWorkGroup: ({ group }) => ({ WorkGroup: group }),
  ListNamedQueries: ({ group }) => ({ WorkGroup: group }),
  ListPreparedStatements: ({ group }) => ({ WorkGroup: group }),
  ListQueryExecutions: ({ group }) => ({ WorkGroup: group }),
  ListTagsForResource: ({ arn }) => ({ ResourceARN: arn }),
  StartQueryExecution: ({ group }) => ({
    QueryString: 'SELECT 1',
    WorkGroup: group,
    ClientRequestToken: TOKEN,
  }),
  StopQueryExecution: ({ query }) => ({ QueryExecutionId: query }),
  TagResource: ({ arn }) => ({ ResourceARN: arn, Tags: [{ Key: 'planted', Value: 'x' }] }),
  UntagResource: ({ arn }) => ({ ResourceARN: arn, TagKeys: ['k'] }),
  UpdateNamedQuery: ({ named }) => ({ NamedQueryId: named, Name: 'n', QueryString: 'SELECT 2' }),
  UpdatePreparedStatement: ({ statement, group }) => ({
    StatementName: statement,
    QueryStatement: 'SELECT 2',
    WorkGroup: group,
  }),
  UpdateWorkGroup: ({ group }) => ({ WorkGroup: group, Description: 'planted' }),
};
/** They tell of each item for itself, so they answer 2xx. */
const ITEMWISE = new Set(['BatchGetNamedQuery', 'BatchGetQueryExecution']);
/** Operations on what the whole account has one of. */
const OTHERS: Record<string, Input> = {
  CreateDataCatalog: { Name: 'c', Type: 'GLUE' },
  DeleteDataCatalog: { Name: 'c' },
  UpdateDataCatalog: { Name: 'c', Type: 'GLUE' },
  CreateWorkGroup: { Name: 'planted' },
};
/** Metadata of the database that IAM hides. */
const METADATA: Record<string, Input> = {
  GetDatabase: { CatalogName: 'AwsDataCatalog', DatabaseName: 'vault' },
  GetTableMetadata: { CatalogName: 'AwsDataCatalog', DatabaseName: 'vault', TableName: 'plans' },
  ListTableMetadata: { CatalogName: 'AwsDataCatalog', DatabaseName: 'vault' },
};

const decoys = ({ group, arn, query, named, statement }: Things): Input => ({
  ResourceARN: arn,
  QueryExecutionId: query,
  NamedQueryId: named,
  WorkGroup: group,
  StatementName: statement,
  CatalogName: 'AwsDataCatalog',
  Name: 'AwsDataCatalog',
});

/** All that belongs to a work group, as the deployer sees it. */
const readState = (owner: Owner) => async (lake: Lake) => {
  const of = things[owner];
  const operations = [
    'GetWorkGroup',
    'GetNamedQuery',
    'GetPreparedStatement',
    'ListTagsForResource',
    'ListNamedQueries',
    'ListPreparedStatements',
    'ListQueryExecutions',
  ];
  const told: string[] = [];
  for (const operation of operations)
    told.push((await json(lake, 'deployer', 'athena', operation, INPUTS[operation]!(of))).body);
  return told.join('\n');
};

const states = { analyst: readState('analyst'), engineer: readState('engineer') };
const stateOf = (owner: Owner) => states[owner];

const plain: Attack<Lake>[] = (
  [
    ['analyst', 'engineer'],
    ['tenant', 'engineer'],
    ['engineer', 'analyst'],
    ['confused', 'engineer'],
  ] as [Who, Owner][]
).flatMap(([who, owner]) =>
  Object.entries(INPUTS).map(([operation, input]) =>
    foreign(
      `${operation} of the ${owner}'s`,
      who,
      (lake) => json(lake, who, 'athena', operation, input(things[owner])),
      stateOf(owner),
      { lenient: ITEMWISE.has(operation), mend: mendOwner(owner) },
    ),
  ),
);

const WITNESS: Things = { group: 'g', arn: 'a', query: 'q', named: 'n', statement: 's' };
const disguised: Attack<Lake>[] = Object.entries(INPUTS).flatMap(([operation, input]) =>
  // The names of the ways are known before the things are.
  Object.keys(beside(input(WITNESS), input(WITNESS), decoys(WITNESS))).map((way) =>
    foreign(
      `${operation} of another's, ${way}`,
      'tenant',
      (lake) => {
        const bodies = beside(input(things.engineer), input(things.analyst), decoys(things.analyst));
        return json(lake, 'tenant', 'athena', operation, bodies[way]!);
      },
      isRead(operation) ? undefined : stateOf('engineer'),
      { lenient: ITEMWISE.has(operation), mend: mendOwner('engineer') },
    ),
  ),
);

const planted = async (lake: Lake) =>
  String((await json(lake, 'deployer', 'athena', 'GetWorkGroup', { WorkGroup: 'planted' })).status);
const unplant = (lake: Lake) => json(lake, 'deployer', 'athena', 'DeleteWorkGroup', { WorkGroup: 'planted' });

/** Operations without a resource, and those on what there is one of. */
const others: Attack<Lake>[] = [
  ...Object.entries(OTHERS).flatMap(([operation, input]) =>
    (['analyst', 'tenant', 'engineer'] as Who[]).flatMap((who) => [
      foreign(operation, who, (lake) => json(lake, who, 'athena', operation, input), undefined),
      ...(['WorkGroup', 'ResourceARN', 'QueryExecutionId', 'NamedQueryId', 'CatalogName'] as const).map(
        (member) =>
          foreign(
            `${operation} beside an own ${member}`,
            who,
            (lake) =>
              json(lake, who, 'athena', operation, {
                ...input,
                [member]: decoys(things[who === 'engineer' ? 'engineer' : 'analyst'])[member],
              }),
            planted,
            { mend: unplant },
          ),
      ),
    ]),
  ),
  ...['ListDataCatalogs', 'ListEngineVersions', 'ListDatabases', 'GetDataCatalog'].flatMap((operation) =>
    (['WorkGroup', 'ResourceARN', 'QueryExecutionId', 'NamedQueryId'] as const).map((member) =>
      foreign(
        `${operation} beside another's ${member}`,
        'confused',
        (lake) =>
          json(lake, 'confused', 'athena', operation, {
            ...decoys(things.engineer),
            Name: undefined,
            [member]: decoys(things.engineer)[member],
          }),
        undefined,
        { lenient: true },
      ),
    ),
  ),
  ...Object.entries(METADATA).flatMap(([operation, input]) =>
    (['analyst', 'engineer', 'tenant'] as Who[]).flatMap((who) => [
      foreign(
        `${operation} of a hidden database`,
        who,
        (lake) => json(lake, who, 'athena', operation, input),
        undefined,
      ),
      ...['VAULT', 'vault ', '*', 'v?ult', 'sandbox/../vault', '%76ault'].map((DatabaseName) =>
        foreign(
          `${operation} of the database '${DatabaseName}'`,
          who,
          (lake) => json(lake, who, 'athena', operation, { ...input, DatabaseName }),
          undefined,
        ),
      ),
      foreign(
        `${operation} of a hidden database beside an own work group`,
        who,
        (lake) => json(lake, who, 'athena', operation, { ...input, WorkGroup: `lakehouse-${who}` }),
        undefined,
      ),
    ]),
  ),
];

/** Names that are patterns. */
const patterns: Attack<Lake>[] = ['WorkGroup', 'QueryExecutionId', 'NamedQueryId', 'ResourceARN'].flatMap(
  (member) =>
    PATTERNS.flatMap((pattern) =>
      Object.entries(INPUTS)
        .filter(
          ([operation, input]) => member in input(WITNESS) && /^(Get|List|Delete|Stop|Tag)/.test(operation),
        )
        .map(([operation, input]) =>
          foreign(
            `${operation} with ${member} ${JSON.stringify(pattern)}`,
            'tenant',
            (lake) =>
              json(lake, 'tenant', 'athena', operation, { ...input(things.engineer), [member]: pattern }),
            undefined,
            { lenient: true },
          ),
        ),
    ),
);

const arns: Attack<Lake>[] = [
  (arn: string) => arn.replace('workgroup/', 'workgroup/lakehouse-analyst/../'),
  (arn: string) => arn.replace('workgroup', 'WORKGROUP'),
  (arn: string) => arn.replace(REGION, 'eu-west-1'),
  (arn: string) => arn.replace(ACCOUNT, '999999999999'),
  (arn: string) => arn.replace(ACCOUNT, ''),
  (arn: string) => `${arn} `,
  (arn: string) => arn.replace('arn:aws:', 'arn:aws-cn:'),
  (arn: string) => `${arn}/${arn}`,
  (arn: string) => arn.replace('athena', 'ATHENA'),
].flatMap((change, i) =>
  ['TagResource', 'UntagResource', 'ListTagsForResource'].map((operation) =>
    foreign(
      `${operation} with an ARN in another spelling (${i + 1})`,
      'tenant',
      (lake) =>
        json(lake, 'tenant', 'athena', operation, {
          ...INPUTS[operation]!(things.engineer),
          ResourceARN: change(things.engineer.arn),
        }),
      stateOf('engineer'),
      { mend: mendOwner('engineer') },
    ),
  ),
);

const READS = [
  'GetNamedQuery',
  'GetPreparedStatement',
  'GetQueryExecution',
  'GetQueryResults',
  'GetWorkGroup',
  'ListNamedQueries',
  'ListQueryExecutions',
  'BatchGetQueryExecution',
];
const own: Attack<Lake>[] = [
  ...(['analyst', 'engineer', 'tenant'] as Who[]).flatMap((who) =>
    // Results lie in S3, where the tenant may not read.
    READS.filter((operation) => who !== 'tenant' || operation !== 'GetQueryResults').map((operation) => ({
      name: `${operation} of its own (${who})`,
      run: async (lake: Lake) =>
        answered(
          await json(
            lake,
            who,
            'athena',
            operation,
            INPUTS[operation]!(things[who === 'engineer' ? 'engineer' : 'analyst']),
          ),
        ),
    })),
  ),
  {
    name: 'TagResource of its own (tenant)',
    run: async (lake) =>
      answered(
        await sendJson('tenant', 'athena', 'TagResource', () =>
          JSON.stringify(INPUTS.TagResource!(things.analyst)),
        )(lake),
      ),
  },
];

export const athena: Record<string, Attack<Lake>[]> = {
  "Athena: another's things": plain,
  "Athena: another's things beside own ones": disguised,
  'Athena: what is nobody’s': others,
  'Athena: patterns for names': patterns,
  'Athena: ARNs in other spellings': arns,
  'Athena: own things': own,
};
