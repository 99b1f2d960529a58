import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import type { Answer } from './answer';
import { attempt } from './attempt';

const POLL_MS = 300;

/** A statement that has ended, or why it never began. */
export type Ended = { execution: QueryExecution } | { refused: Answer };

/** Runs a statement to its end, whatever that is. */
export async function ended(
  athena: AthenaClient,
  input: Omit<StartQueryExecutionCommandInput, 'ClientRequestToken'>,
): Promise<Ended> {
  let id: string | undefined;
  const refused = await attempt(athena.send(new StartQueryExecutionCommand(input)), (started) => {
    id = started.QueryExecutionId;
    return 'started';
  });
  if (id === undefined) return { refused };
  for (;;) {
    const { QueryExecution: execution } = await athena.send(
      new GetQueryExecutionCommand({ QueryExecutionId: id }),
    );
    const state = execution?.Status?.State ?? 'QUEUED';
    if (execution && state !== 'QUEUED' && state !== 'RUNNING') return { execution };
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** How much of a result belongs to the answer. */
export type Wanted = 'end' | 'rows' | 'rows and columns';

/** How a statement ended: its classification, its reason and error, and its first rows, as texts. */
export async function outcome(athena: AthenaClient, end: Ended, wanted: Wanted): Promise<Answer> {
  if ('refused' in end) return { refused: end.refused };
  const { Status, StatementType, SubstatementType, QueryExecutionId } = end.execution;
  const { State = 'UNKNOWN', StateChangeReason, AthenaError } = Status ?? {};
  const answer: { [member: string]: Answer } = {
    state: State,
    statement: [StatementType, SubstatementType].filter(Boolean).join(' '),
  };
  if (StateChangeReason !== undefined && State !== 'SUCCEEDED') answer.reason = StateChangeReason;
  if (AthenaError)
    answer.error = {
      category: AthenaError.ErrorCategory ?? null,
      type: AthenaError.ErrorType ?? null,
      ...(AthenaError.ErrorMessage === StateChangeReason
        ? {}
        : { message: AthenaError.ErrorMessage ?? null }),
    };
  if (State !== 'SUCCEEDED' || wanted === 'end') return answer;
  const { ResultSet, UpdateCount } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  answer.updateCount = UpdateCount ?? null;
  answer.rows = (ResultSet?.Rows ?? []).map(({ Data = [] }) =>
    Data.map(({ VarCharValue }) => VarCharValue ?? null),
  );
  if (wanted === 'rows and columns')
    answer.columns = (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(
      ({ Name, Type, Precision, Scale, Nullable, CaseSensitive }) =>
        `${Name} ${Type} ${Precision} ${Scale} ${Nullable} ${CaseSensitive}`,
    );
  return answer;
}
