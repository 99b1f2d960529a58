import type { GetQueryResultsCommandInput, GetQueryResultsCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import type { ResultRow } from '../../engine/print/resultCsv';
import type { Execution } from '../execution/execution';
import { queriesOf } from '../execution/queries';
import { readResultPage, resultsGone } from '../results/resultPage';
import { invalidRequest } from './requestError';
import { text, validateRequest } from './validateRequest';

const MOST_ROWS = 1000;

type Output = Omit<GetQueryResultsCommandOutput, '$metadata'>;

/** Checks come in the order of the service: frame, id, MaxResults, state, token. */
export const getQueryResults: Operation<GetQueryResultsCommandInput, Output> = async (input, call) => {
  validateRequest(input, {
    QueryExecutionId: text(128, true),
    NextToken: text(1024),
    MaxResults: { type: 'integer', min: 1 },
    QueryResultType: { type: 'text', oneOf: ['DATA_ROWS', 'DATA_MANIFEST'] },
  });
  const execution = queriesOf(call.account).get(input.QueryExecutionId!);
  const most = Math.trunc(input.MaxResults ?? MOST_ROWS);
  if (most > MOST_ROWS) throw invalidRequest(`MaxResults is more than maximum allowed length ${MOST_ROWS}`);
  const { result } = execution;
  if (!result) throw noResult(execution);
  const answer = (rows: ResultRow[], next?: string): Output => ({
    // The model has no null here, but the service answers one for statements that count nothing.
    UpdateCount: result.updateCount as number | undefined,
    ResultSet: {
      Rows: rows.map((row) => ({
        Data: row.map((value) => (value === undefined ? {} : { VarCharValue: value })),
      })),
      ResultSetMetadata: result.columns === null ? undefined : { ColumnInfo: result.columns },
    },
    NextToken: next,
  });
  if (result.format === 'none') {
    if (input.NextToken) throw invalidRequest(`Malformed nextPageToken ${input.NextToken}`);
    return answer([]);
  }
  const found = await readResultPage(execution, call, input.NextToken, most);
  return answer(found.rows, found.next);
};

function noResult(execution: Execution): Error {
  switch (execution.state) {
    case 'FAILED':
      // Measured: ALTER TABLE of Iceberg tables leaves no result where other failed statements have none to give.
      if (execution.substatementType?.startsWith('ALTER_TABLE')) return resultsGone();
      return invalidRequest(
        'Query did not finish successfully. Final query state: FAILED',
        'INVALID_QUERY_EXECUTION_STATE',
      );
    case 'CANCELLED':
      return resultsGone();
    default:
      return invalidRequest(
        `Query has not yet finished. Current state: ${execution.state}`,
        'INVALID_QUERY_EXECUTION_STATE',
      );
  }
}
