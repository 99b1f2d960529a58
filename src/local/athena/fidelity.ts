import { assumed, assumedUnchecked, documented, fidelity, measured } from '../behaviour';
import { athenaService } from './service';

const MODEL = "Athena's service model";
const GUIDE = 'Athena user guide';
const OBSERVED = 'observed on real accounts, in public reports';
const FEDERATED =
  'Data catalogs other than Glue’s need connectors (Lambda, Hive) that the local account does not run.';

/** What is known of Athena's operations. What statements do is told with the SQL. */
export const athenaFidelity = fidelity(
  'Amazon Athena',
  'Answered here; queries really run. Notebooks, Spark sessions, capacity reservations and managed query results are not there: they are refused.',
  Object.keys(athenaService.operations),
  {
    BatchGetNamedQuery: [
      documented(
        'Up to 50 ids. An id that is unknown or not allowed is told among the unprocessed ones; the call succeeds.',
        MODEL,
      ),
      assumed('Code and text of an unprocessed id.', 'athena-named-queries'),
    ],
    BatchGetPreparedStatement: [
      documented('Names that are not there are told among the unprocessed ones.', MODEL),
      assumed(
        'The unprocessed entry says STATEMENT_NOT_FOUND and which work group.',
        'athena-prepared-statements',
      ),
    ],
    BatchGetQueryExecution: [
      documented('Up to 50 ids; ids of work groups that the caller may not read are unprocessed.', MODEL),
      assumed('Code and text of an unprocessed id.', 'athena-query-ids'),
    ],
    CreateDataCatalog: [documented('Refused: only AwsDataCatalog is there.', MODEL, { differs: FEDERATED })],
    CreateNamedQuery: [
      documented('The same ClientRequestToken answers the same id.', MODEL),
      assumed(
        'Another text with the same token: IDEMPOTENT_PARAMETER_MISMATCH, as for queries.',
        'athena-named-queries',
      ),
    ],
    CreatePreparedStatement: [
      documented('At most 1000 in a work group, and the text of the refusal.', `${GUIDE}, service limits`),
      assumed('A name that is taken is refused with its text.', 'athena-prepared-statements'),
      assumed('The statement’s text is not parsed before it is used.', 'athena-prepared-statements'),
    ],
    CreateWorkGroup: [
      measured(
        'An empty list of tags is refused: `Tags provided upon WorkGroup creation must not be empty`.',
      ),
      measured(
        'Defaults of a group that says nothing: not enforced, no metrics, no requester pays, engine version 3.',
      ),
      documented('BytesScannedCutoffPerQuery is at least 10,000,000.', MODEL),
      assumed('A name that is taken: `WorkGroup is already created`.', 'athena-work-group-refusals'),
      assumed('An unknown engine version is refused, and how.', 'athena-work-group-refusals'),
      documented('Managed query results are refused.', GUIDE, {
        differs: 'AWS keeps results itself in a group with managed query results.',
      }),
    ],
    DeleteDataCatalog: [documented('Refused: only AwsDataCatalog is there.', MODEL, { differs: FEDERATED })],
    DeleteNamedQuery: [assumed('An unknown id is refused with its text.', 'athena-named-queries')],
    DeletePreparedStatement: [
      assumed('An unknown name: ResourceNotFoundException with its text.', 'athena-prepared-statements'),
    ],
    DeleteWorkGroup: [
      documented('A group that is not empty needs RecursiveDeleteOption.', MODEL),
      assumed('The text of that refusal: `WorkGroup is not empty`.', 'athena-work-group-refusals'),
      documented('`primary` cannot be deleted.', `${GUIDE}, work groups`),
      assumedUnchecked(
        'The text of that refusal.',
        'A case would try to delete the account’s own work group.',
      ),
    ],
    GetDataCatalog: [
      assumed('An unknown catalog: DATACATALOG_NOT_FOUND with its text.', 'athena-data-catalogs'),
      assumed('What AwsDataCatalog tells of itself.', 'athena-data-catalogs'),
    ],
    GetDatabase: [
      documented('What Glue’s database says: name, description, parameters.', MODEL),
      assumed('A missing database: MetadataException around Glue’s text.', 'athena-metadata-missing'),
    ],
    GetNamedQuery: [assumed('An unknown id is refused with its text.', 'athena-named-queries')],
    GetPreparedStatement: [
      documented('An unknown name: ResourceNotFoundException.', MODEL),
      assumed('Its text.', 'athena-prepared-statements'),
    ],
    GetQueryExecution: [
      measured('Catalog in lower case, database as sent, execution parameters not told.'),
      measured('An unknown id: `QueryExecution <id> was not found`.'),
      measured('A stopped query: CANCELLED, `Query cancelled by user`, no AthenaError.'),
      documented('The history goes back 45 days.', `${GUIDE}, service limits`),
      documented('The answer waits up to a second for the end of a running query.', MODEL, {
        differs: 'AWS answers at once, and clients poll.',
      }),
      documented('DataScannedInBytes counts the column chunks that are read.', `${GUIDE}, Iceberg`, {
        differs: 'AWS’s engine reads in its own portions: the figure is near, not the same.',
      }),
    ],
    GetQueryResults: [
      measured(
        'Order of checks: frame, id, `MaxResults is more than maximum allowed length 1000`, state, token.',
      ),
      measured('Row 0 of the first page repeats the names for SELECT and EXPLAIN; it counts as a row.'),
      measured('NULL has no VarCharValue, an empty string has one.'),
      measured('Texts for running, failed and cancelled queries.'),
      assumed('The text for a token that is none.', 'athena-query-results'),
      documented('QueryResultType DATA_MANIFEST is accepted and answers rows.', MODEL, {
        differs: 'AWS answers the manifest’s objects.',
      }),
    ],
    GetQueryRuntimeStatistics: [
      documented('Timeline and rows of a query that has ended.', MODEL, {
        differs: 'AWS also tells the stages of its distributed plan; there are none here.',
      }),
      assumed('Which members are there for a small SELECT.', 'athena-runtime-statistics'),
    ],
    GetTableMetadata: [
      documented(
        'Columns, partition keys and parameters as Glue has them, by what the caller may see.',
        MODEL,
      ),
      assumed('A missing table: MetadataException around Glue’s text.', 'athena-metadata-missing'),
      assumed('What Athena adds to the parameters (location, formats, SerDe).', 'athena-table-metadata'),
    ],
    GetWorkGroup: [
      measured('The whole answer for a group without settings, with its two members outside of the model.'),
      measured('An unknown group: INVALID_INPUT, `WorkGroup is not found.`'),
    ],
    ListDataCatalogs: [assumed('The one entry, and its members.', 'athena-data-catalogs')],
    ListDatabases: [
      documented('Pages of at most 50; databases that the caller may not see are left out.', MODEL),
      assumed('An unknown catalog is refused as by GetDataCatalog.', 'athena-data-catalogs'),
    ],
    ListEngineVersions: [
      assumed('AUTO and version 3.', 'athena-engine-versions', {
        differs: 'AWS also lists versions for Spark.',
      }),
    ],
    ListNamedQueries: [documented('Ids of one work group, pages of at most 50.', MODEL)],
    ListPreparedStatements: [documented('Names of one work group, pages of at most 50.', MODEL)],
    ListQueryExecutions: [documented('One work group only, newest first, pages of at most 50.', MODEL)],
    ListTableMetadata: [
      documented('The expression is a pattern of whole names.', MODEL),
      assumed('How the expression is read, and a missing database.', 'athena-table-metadata'),
    ],
    ListTagsForResource: [
      documented('MaxResults is at least 75.', MODEL),
      assumed('An ARN of nothing, or of something that is gone.', 'athena-tags'),
    ],
    ListWorkGroups: [
      measured(
        'Sorted by name; a description that was not given is an empty text here, and left out by Get.',
      ),
      measured('A token that is none: `The nextPageToken is malformed: <token>`.'),
    ],
    StartQueryExecution: [
      measured('A request without token is refused; texts for tokens that are too short or too long.'),
      measured('Order of checks: token, output location, syntax. A syntax error never becomes a query.'),
      measured(
        'The same token and request answer the same id; another text: IDEMPOTENT_PARAMETER_MISMATCH. Parameters and work group are not compared.',
      ),
      measured(
        'Unknown members are ignored, decimals for integers are cut, wrong types: SerializationException.',
      ),
      measured('An execution parameter that is no expression without columns is taken as text.'),
      assumed('An unknown work group comes before the output location and the syntax.', 'athena-check-order'),
      assumed('The text for a disabled work group.', 'athena-work-group-disabled'),
      documented('An enforced output location wins over the request’s, silently.', `${GUIDE}, work groups`),
      documented('Result reuse is accepted and never happens; the statistics say so.', GUIDE, {
        differs: 'AWS answers an identical query of Hive tables from its earlier result when asked to.',
      }),
      assumedUnchecked(
        'Eight queries run at once, 200 wait; then TooManyRequestsException.',
        'AWS’s quota is of the account, and a case must not fill it.',
        { differs: 'AWS’s quotas depend on account and region.' },
      ),
      measured('The scan cutoff ends a query as CANCELLED, not as FAILED.', {
        source: OBSERVED,
        differs: 'AWS notices while it reads; here it is known before the first byte, so nothing is read.',
      }),
      assumed('Reason, counted bytes and error of a query over the cutoff.', 'athena-scan-cutoff'),
      measured('Which objects a statement writes, their names, CSV and metadata to the byte.'),
    ],
    StopQueryExecution: [measured('A query that has ended stays as it is, and the call succeeds.')],
    TagResource: [assumed('An ARN of nothing, or of something that is gone.', 'athena-tags')],
    UntagResource: [assumed('A key that is not there is no error.', 'athena-tags')],
    UpdateDataCatalog: [documented('Refused: only AwsDataCatalog is there.', MODEL, { differs: FEDERATED })],
    UpdateNamedQuery: [
      documented('Name and text are replaced; a description that is not given stays.', MODEL),
      assumed('An unknown id is refused with its text.', 'athena-named-queries'),
    ],
    UpdatePreparedStatement: [
      assumed('An unknown name: ResourceNotFoundException.', 'athena-prepared-statements'),
    ],
    UpdateWorkGroup: [
      documented('What the request does not name stays; Remove… members take a setting away.', MODEL),
      assumedUnchecked(
        'Remove… wins over a new value in the same request.',
        'No client sends both; the order is of no use to anybody.',
      ),
      documented('A disabled group takes no queries, and keeps its history.', `${GUIDE}, work groups`),
    ],
  },
);
