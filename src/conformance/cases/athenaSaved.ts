import {
  BatchGetNamedQueryCommand,
  BatchGetPreparedStatementCommand,
  CreateNamedQueryCommand,
  CreatePreparedStatementCommand,
  CreateWorkGroupCommand,
  DeleteNamedQueryCommand,
  DeletePreparedStatementCommand,
  DeleteWorkGroupCommand,
  GetNamedQueryCommand,
  GetPreparedStatementCommand,
  GetWorkGroupCommand,
  ListEngineVersionsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateNamedQueryCommand,
  UpdatePreparedStatementCommand,
} from '@aws-sdk/client-athena';
import { attempt, steps } from '../attempt';
import type { ConformanceCase } from '../case';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

/** Work groups, and what is kept in them. */
export const athenaSaved: readonly ConformanceCase[] = [
  {
    id: 'athena-work-group-refusals',
    title: 'Work groups that are there already, are not empty, or ask for what there is not',
    needs: ['athena', 's3'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      const full = await scratch.workGroup('full');
      await scratch.must('SELECT 1', { workGroup: full, database: null });
      const create = (part: string, Configuration: object) => () =>
        attempt(athena.send(new CreateWorkGroupCommand({ Name: scratch.name(part), Configuration })), () => {
          scratch.laterItem('athena work group', scratch.name(part));
          return 'created';
        });
      const WorkGroup = scratch.name('unknown');
      return steps({
        'there already': create('full', {}),
        'not empty': () => attempt(athena.send(new DeleteWorkGroupCommand({ WorkGroup: full }))),
        'get unknown': () => attempt(athena.send(new GetWorkGroupCommand({ WorkGroup }))),
        'delete unknown': () => attempt(athena.send(new DeleteWorkGroupCommand({ WorkGroup }))),
        'unknown engine': create('engine', {
          EngineVersion: { SelectedEngineVersion: 'Athena engine version 9' },
        }),
        'cutoff too small': create('small', { BytesScannedCutoffPerQuery: 9_999_999 }),
        'bad location': create('location', { ResultConfiguration: { OutputLocation: 'nowhere' } }),
        'two wrong members': create('members', {
          BytesScannedCutoffPerQuery: 1,
          ResultConfiguration: { ExpectedBucketOwner: 'me' },
        }),
      });
    },
  },
  {
    id: 'athena-named-queries',
    title: 'Named queries: tokens that come again, and ids that are not there',
    needs: ['athena', 's3'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      const WorkGroup = await scratch.workGroup();
      const ids: string[] = [];
      const ClientRequestToken = `conformance-${scratch.run}-named-query-token`;
      const create = (QueryString: string) => () =>
        attempt(
          athena.send(
            new CreateNamedQueryCommand({
              Name: 'one',
              Database: 'any',
              QueryString,
              WorkGroup,
              ClientRequestToken,
            }),
          ),
          ({ NamedQueryId }) => {
            ids.push(NamedQueryId!);
            return ids[0] === NamedQueryId ? 'the first id' : 'another id';
          },
        );
      const NamedQueryId = UNKNOWN_ID;
      return steps({
        create: create('SELECT 1'),
        'again with its token': create('SELECT 1'),
        'another text with the token': create('SELECT 2'),
        'get unknown': () => attempt(athena.send(new GetNamedQueryCommand({ NamedQueryId }))),
        'delete unknown': () => attempt(athena.send(new DeleteNamedQueryCommand({ NamedQueryId }))),
        'update unknown': () =>
          attempt(
            athena.send(new UpdateNamedQueryCommand({ NamedQueryId, Name: 'two', QueryString: 'SELECT 2' })),
          ),
        batch: () =>
          attempt(
            athena.send(new BatchGetNamedQueryCommand({ NamedQueryIds: [NamedQueryId] })),
            ({ UnprocessedNamedQueryIds }) => UnprocessedNamedQueryIds,
          ),
      });
    },
  },
  {
    id: 'athena-prepared-statements',
    title: 'Prepared statements: names that are taken or not there, texts that are no SQL',
    needs: ['athena', 's3'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      const WorkGroup = await scratch.workGroup();
      const create = (StatementName: string, QueryStatement: string) => () =>
        attempt(
          athena.send(new CreatePreparedStatementCommand({ StatementName, WorkGroup, QueryStatement })),
        );
      const StatementName = 'not_there';
      return steps({
        create: create('taken', 'SELECT ?'),
        'a name that is taken': create('taken', 'SELECT ?'),
        'a text that is no SQL': create('no_sql', 'SELEC 1'),
        'a statement that cannot be prepared': create('no_query', 'SHOW TABLES'),
        get: () => attempt(athena.send(new GetPreparedStatementCommand({ StatementName, WorkGroup }))),
        delete: () => attempt(athena.send(new DeletePreparedStatementCommand({ StatementName, WorkGroup }))),
        update: () =>
          attempt(
            athena.send(
              new UpdatePreparedStatementCommand({ StatementName, WorkGroup, QueryStatement: 'SELECT 1' }),
            ),
          ),
        batch: () =>
          attempt(
            athena.send(
              new BatchGetPreparedStatementCommand({ PreparedStatementNames: [StatementName], WorkGroup }),
            ),
            ({ UnprocessedPreparedStatementNames }) => UnprocessedPreparedStatementNames,
          ),
      });
    },
  },
  {
    id: 'athena-tags',
    title: 'Tags of what is not there',
    needs: ['athena', 's3'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      const { region, accountId } = scratch.target;
      const arn = (name: string) => `arn:aws:athena:${region}:${accountId}:workgroup/${name}`;
      const own = arn(await scratch.workGroup());
      const list = (ResourceARN: string) => () =>
        attempt(athena.send(new ListTagsForResourceCommand({ ResourceARN })), ({ Tags }) => Tags);
      return steps({
        tag: () =>
          attempt(
            athena.send(
              new TagResourceCommand({
                ResourceARN: own,
                Tags: [
                  { Key: 'b', Value: '1' },
                  { Key: 'a', Value: '' },
                ],
              }),
            ),
          ),
        list: list(own),
        'untag another key': () =>
          attempt(athena.send(new UntagResourceCommand({ ResourceARN: own, TagKeys: ['c'] }))),
        'unknown group': list(arn(scratch.name('unknown'))),
        'no ARN': list('none'),
        'empty list': () => attempt(athena.send(new TagResourceCommand({ ResourceARN: own, Tags: [] }))),
      });
    },
  },
  {
    id: 'athena-engine-versions',
    title: 'Which engine versions there are',
    needs: ['athena'],
    run: async (scratch) =>
      attempt(
        (await scratch.clients.athena()).send(new ListEngineVersionsCommand({})),
        ({ EngineVersions }) => EngineVersions,
      ),
  },
];
