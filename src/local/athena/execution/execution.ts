import type {
  AthenaError,
  ColumnInfo,
  QueryExecution,
  QueryExecutionState,
  ResultConfiguration,
  StatementType,
} from '@aws-sdk/client-athena';
import type { Account } from '../../account';
import type { AwsError } from '../../errors';
import { invalidRequest } from '../api/requestError';
import { EFFECTIVE_ENGINE_VERSION } from '../api/workGroup';

/** What a finished statement left: enough to answer GetQueryResults together with the result object. */
export interface Result {
  /** Null: the statement has no result set at all (a DDL statement that failed in Hive's part). */
  columns: ColumnInfo[] | null;
  /** Rows that were written; null for DDL, EXPLAIN and the like. */
  updateCount: number | null;
  /** How the object at the output location is to be read. */
  format: 'csv' | 'lines' | 'none';
  /** Rows of data, without the header. */
  rows: number;
  /** Bytes of the result object. */
  bytes: number;
}

/** Milliseconds that a query spent, part by part; planning is a part of the engine's time. */
export interface Times {
  preProcessing: number;
  queue: number;
  planning?: number;
  engine: number;
  service: number;
}

/** One query of the history. It is written when it is submitted and when it has ended. */
export interface Execution {
  id: string;
  /** The text as submitted, trimmed and without its last semicolon. */
  query: string;
  statementType: StatementType;
  substatementType?: string;
  workGroup: string;
  catalog?: string;
  database?: string;
  /** OutputLocation is the whole path of the result object. */
  resultConfiguration: ResultConfiguration & { OutputLocation: string };
  state: QueryExecutionState;
  reason?: string;
  error?: AthenaError;
  /** Milliseconds since the epoch. */
  submitted: number;
  completed?: number;
  times: Times;
  scannedBytes: number;
  inputRows?: number;
  dataManifestLocation?: string;
  result?: Result;
}

export const ended = (state: QueryExecutionState): boolean => state !== 'QUEUED' && state !== 'RUNNING';

/** A request that was answered before, by its token. */
interface TokenUse {
  id: string;
  request: string;
}

export const executionNotFound = (id: string): AwsError =>
  invalidRequest(`QueryExecution ${id} was not found`, 'QUERY_EXECUTION_NOT_FOUND');

/** The account's query history: by id, by work group (newest first), and by the tokens of the requests. */
export function executions(account: Account) {
  const { store } = account;
  const byId = store.table<Execution>('athena.executions');
  const byGroup = store.table<string>('athena.executionsByGroup');
  const byToken = store.table<TokenUse>('athena.executionsByToken');
  const unfinished = store.table<true>('athena.unfinishedExecutions');
  return {
    find: (id: string): Execution | undefined => byId.get(id),
    /** @throws AwsError InvalidRequestException QUERY_EXECUTION_NOT_FOUND */
    get(id: string): Execution {
      const found = byId.get(id);
      if (!found) throw executionNotFound(id);
      return found;
    },
    withToken: (token: string): TokenUse | undefined => byToken.get(token),
    add(execution: Execution, token: string, request: string): void {
      store.transaction(() => {
        byId.put(execution.id, execution);
        byGroup.put(groupKey(execution), execution.id);
        byToken.put(token, { id: execution.id, request });
        unfinished.put(execution.id, true);
      });
    },
    end(execution: Execution): void {
      store.transaction(() => {
        byId.put(execution.id, execution);
        unfinished.remove(execution.id);
      });
    },
    /** Queries that were not at their end when they were last written. */
    unfinished: (): Execution[] => unfinished.list().flatMap(({ key }) => byId.get(key) ?? []),
    remove(id: string): void {
      store.transaction(() => {
        const execution = byId.get(id);
        if (!execution) return;
        byId.remove(id);
        byGroup.remove(groupKey(execution));
        unfinished.remove(id);
      });
    },
    /** Newest first; `key` orders them so. */
    inGroup: (workGroup: string): { key: string; id: string }[] =>
      byGroup.list(`${workGroup}/`).map(({ key, value }) => ({ key, id: value })),
    idsInGroup: (workGroup: string): string[] => byGroup.list(`${workGroup}/`).map(({ value }) => value),
    /** Forgets what ended before `instant` (AWS keeps the history for 45 days). */
    forgetBefore(instant: number): void {
      store.transaction(() => {
        for (const { value } of byId.list()) {
          if (value.submitted < instant && ended(value.state)) this.remove(value.id);
        }
        for (const { key, value } of byToken.list()) if (!byId.get(value.id)) byToken.remove(key);
      });
    },
  };
}

const FAR = 10 ** 14;

const groupKey = (execution: Execution): string =>
  `${execution.workGroup}/${String(FAR - execution.submitted).padStart(15, '0')}/${execution.id}`;

/** The execution as GetQueryExecution answers it; parameters of a query are not told. */
export function toQueryExecution(execution: Execution): QueryExecution {
  const { times } = execution;
  const done = ended(execution.state);
  const total = done
    ? (execution.completed ?? execution.submitted) - execution.submitted
    : Math.max(0, Date.now() - execution.submitted);
  const category = { Category: 'Presto' };
  return {
    QueryExecutionId: execution.id,
    Query: execution.query,
    StatementType: execution.statementType,
    SubstatementType: execution.substatementType,
    ResultConfiguration: execution.resultConfiguration,
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    QueryExecutionContext: { Catalog: execution.catalog?.toLowerCase(), Database: execution.database },
    Status: {
      State: execution.state,
      StateChangeReason: execution.reason,
      SubmissionDateTime: new Date(execution.submitted),
      CompletionDateTime: execution.completed === undefined ? undefined : new Date(execution.completed),
      AthenaError: execution.error,
    },
    Statistics: {
      EngineExecutionTimeInMillis: times.engine,
      DataScannedInBytes: execution.scannedBytes,
      DataManifestLocation: execution.dataManifestLocation,
      TotalExecutionTimeInMillis: total,
      QueryQueueTimeInMillis: times.queue,
      ServicePreProcessingTimeInMillis: times.preProcessing,
      QueryPlanningTimeInMillis: times.planning,
      ServiceProcessingTimeInMillis: times.service,
      ResultReuseInformation: { ReusedPreviousResult: false },
    },
    WorkGroup: execution.workGroup,
    EngineVersion: {
      SelectedEngineVersion: 'AUTO',
      EffectiveEngineVersion: EFFECTIVE_ENGINE_VERSION,
      ...category,
    },
  };
}
