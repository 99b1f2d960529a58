import { createHash, randomUUID } from 'node:crypto';
import type {
  ResultConfiguration,
  StartQueryExecutionCommandInput,
  StartQueryExecutionCommandOutput,
} from '@aws-sdk/client-athena';
import type { Call, Operation } from '../../call';
import { executeStatement } from '../execution/executeStatement';
import { type Execution, executions } from '../execution/execution';
import { queriesOf } from '../execution/queries';
import { lookUpDescribed, readStatement } from '../execution/queryText';
import { joinLocation, resultName } from '../results/resultLocation';
import { invalidRequest } from './requestError';
import { clientRequestToken, type Shape, text, validateRequest, workGroupName } from './validateRequest';
import { type WorkGroup, workGroup } from './workGroup';
import { checkOutputLocation, resultConfiguration } from './workGroupConfiguration';

const shape: Shape = {
  QueryString: { type: 'text', required: true, min: 1, max: 262_144, secret: true },
  ClientRequestToken: clientRequestToken,
  QueryExecutionContext: { type: 'structure', members: { Database: text(255), Catalog: text(256) } },
  ResultConfiguration: { type: 'structure', members: resultConfiguration },
  WorkGroup: workGroupName(),
  ExecutionParameters: { type: 'list', min: 1, of: text(1024) },
  ResultReuseConfiguration: {
    type: 'structure',
    members: {
      ResultReuseByAgeConfiguration: {
        type: 'structure',
        members: {
          Enabled: { type: 'boolean', required: true },
          MaxAgeInMinutes: { type: 'integer', min: 0, max: 10_080 },
        },
      },
    },
  },
};

type Output = Omit<StartQueryExecutionCommandOutput, '$metadata'>;

/**
 * Takes a query in. Checks come in the service's order: token, output location, syntax; a text that cannot be parsed
 * never becomes a query. Result reuse is accepted and never happens (ReusedPreviousResult says so).
 */
export const startQueryExecution: Operation<StartQueryExecutionCommandInput, Output> = async (
  input,
  call,
) => {
  const received = Date.now();
  const token = input.ClientRequestToken;
  if (token === undefined || token === null || token === '')
    throw invalidRequest('clientRequestToken is null or empty');
  validateRequest(input, shape);
  const request = fingerprint(input);
  const before = answered(token, request, call);
  if (before) return before;
  const group = workGroup(call.account, input.WorkGroup);
  if (group.state === 'DISABLED') throw invalidRequest(`WorkGroup ${group.name} is disabled.`);
  const configuration = resultsOf(input.ResultConfiguration, group);
  const parsed = await readStatement(input.QueryString!, input.ExecutionParameters ?? [], group.name, call);
  const { read, database } = await lookUpDescribed(parsed, input.QueryExecutionContext?.Database, call);

  // Looking up took its time: the same request may have come again meanwhile.
  const meanwhile = answered(token, request, call);
  if (meanwhile) return meanwhile;
  const id = randomUUID();
  const execution: Execution = {
    id,
    query: read.query,
    statementType: read.type.type,
    substatementType: read.type.substatement,
    workGroup: group.name,
    catalog: input.QueryExecutionContext?.Catalog,
    database,
    resultConfiguration: {
      ...configuration,
      OutputLocation: joinLocation(configuration.OutputLocation, resultName(read.statement, id)),
    },
    state: 'QUEUED',
    submitted: received,
    times: { preProcessing: Date.now() - received, queue: 0, engine: 0, service: 0 },
    scannedBytes: 0,
  };
  queriesOf(call.account).submit(execution, token, request, (query) => executeStatement(read, call, query));
  return { QueryExecutionId: id };
};

/** The answer that the token's first request got. @throws AwsError when that was another request */
function answered(token: string, request: string, call: Call): Output | undefined {
  const before = executions(call.account).withToken(token);
  if (!before) return undefined;
  if (before.request !== request) {
    throw invalidRequest('Idempotent parameters do not match', 'IDEMPOTENT_PARAMETER_MISMATCH');
  }
  return { QueryExecutionId: before.id };
}

/** What must be the same when a token comes again; parameters and the work group are not compared, as in the service. */
function fingerprint(input: StartQueryExecutionCommandInput): string {
  const { Catalog, Database } = input.QueryExecutionContext ?? {};
  const parts = [input.QueryString, Catalog, Database, input.ResultConfiguration?.OutputLocation];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Where results go: the group's place when it enforces one (the request's is then ignored), else the request's, else the group's. */
function resultsOf(
  requested: ResultConfiguration | undefined,
  group: WorkGroup,
): ResultConfiguration & { OutputLocation: string } {
  const { EnforceWorkGroupConfiguration: enforced, ResultConfiguration: own = {} } = group.configuration;
  if (!enforced) checkOutputLocation(requested?.OutputLocation);
  const chosen = enforced ? own : { ...own, ...requested };
  if (!chosen.OutputLocation) {
    throw invalidRequest(
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    );
  }
  return { ...chosen, OutputLocation: chosen.OutputLocation };
}
