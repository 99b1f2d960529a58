import type { JsonService } from '../../service';
import { queriesOf } from '../execution/queries';
import { GLUE_CATALOG } from './dataCatalog';
import { namedQueries } from './namedQuery';
import { PRIMARY, workGroupArn } from './workGroup';

type Resources = JsonService['resources'];
type Input = Parameters<Resources>[1];
type Place = Parameters<Resources>[2];
/** What an operation acts on, from exactly the members that the operation itself reads. */
type Subject = (input: Input, place: Place) => string[];

/** Stands where a required name is missing: only who may act on every resource is told so by the operation. */
const MISSING = '<missing>';

const named = (value: unknown, otherwise = MISSING): string =>
  typeof value === 'string' && value !== '' ? value : value === undefined ? otherwise : MISSING;

/** The work group that the request names. */
const workGroup =
  (member = 'WorkGroup'): Subject =>
  (input, place) => [workGroupArn(place, named(input[member]))];

/** The same, where a request without one means `primary`. */
const workGroupOrPrimary: Subject = ({ WorkGroup }, place) => [
  workGroupArn(place, named(WorkGroup, PRIMARY)),
];

/** The work group that the query really belongs to. One that is not there is of `primary`. */
const groupOfQuery: Subject = ({ QueryExecutionId }, place) => {
  const found =
    typeof QueryExecutionId === 'string' ? queriesOf(place.account).find(QueryExecutionId) : undefined;
  return [workGroupArn(place, found?.workGroup)];
};

const groupOfNamedQuery: Subject = ({ NamedQueryId }, place) => {
  const found = typeof NamedQueryId === 'string' ? namedQueries(place.account).find(NamedQueryId) : undefined;
  return [workGroupArn(place, found?.workGroup)];
};

/** Data catalogs are named without regard to case. */
const dataCatalog =
  (member: string): Subject =>
  (input, { account, region }) => {
    const name = named(input[member]);
    const known = name.toLowerCase() === GLUE_CATALOG.toLowerCase() ? GLUE_CATALOG : name;
    return [`arn:aws:athena:${region}:${account.id}:datacatalog/${known}`];
  };

/** Tags are kept, and asked for, by the whole text of an ARN. */
const tagged: Subject = ({ ResourceARN }, place) =>
  typeof ResourceARN === 'string' &&
  /^arn:aws:athena:[^:]*:[^:]*:(?:workgroup|datacatalog)\//.test(ResourceARN)
    ? [ResourceARN]
    : workGroup()({}, place);

/** They decide item by item and ask IAM themselves. */
const itemwise: Subject = () => [];
const unscoped: Subject = () => ['*'];

/** Source: Service Authorization Reference, "Amazon Athena". */
const SUBJECTS: Record<string, Subject> = {
  BatchGetNamedQuery: itemwise,
  BatchGetPreparedStatement: workGroup(),
  BatchGetQueryExecution: itemwise,
  CreateDataCatalog: dataCatalog('Name'),
  CreateNamedQuery: workGroupOrPrimary,
  CreatePreparedStatement: workGroup(),
  CreateWorkGroup: workGroup('Name'),
  DeleteDataCatalog: dataCatalog('Name'),
  DeleteNamedQuery: groupOfNamedQuery,
  DeletePreparedStatement: workGroup(),
  DeleteWorkGroup: workGroup(),
  GetDataCatalog: dataCatalog('Name'),
  GetDatabase: dataCatalog('CatalogName'),
  GetNamedQuery: groupOfNamedQuery,
  GetPreparedStatement: workGroup(),
  GetQueryExecution: groupOfQuery,
  GetQueryResults: groupOfQuery,
  GetQueryRuntimeStatistics: groupOfQuery,
  GetTableMetadata: dataCatalog('CatalogName'),
  GetWorkGroup: workGroup(),
  ListDataCatalogs: unscoped,
  ListDatabases: dataCatalog('CatalogName'),
  ListEngineVersions: unscoped,
  ListNamedQueries: workGroupOrPrimary,
  ListPreparedStatements: workGroup(),
  ListQueryExecutions: workGroupOrPrimary,
  ListTableMetadata: dataCatalog('CatalogName'),
  ListTagsForResource: tagged,
  ListWorkGroups: unscoped,
  StartQueryExecution: workGroupOrPrimary,
  StopQueryExecution: groupOfQuery,
  TagResource: tagged,
  UntagResource: tagged,
  UpdateDataCatalog: dataCatalog('Name'),
  UpdateNamedQuery: groupOfNamedQuery,
  UpdatePreparedStatement: workGroup(),
  UpdateWorkGroup: workGroup(),
};

/** The ARNs that IAM decides on. An operation without a row needs the right to everything. */
export const athenaResources: Resources = (operation, input, place) =>
  (Object.hasOwn(SUBJECTS, operation) ? SUBJECTS[operation] : undefined)?.(input, place) ?? ['*'];
