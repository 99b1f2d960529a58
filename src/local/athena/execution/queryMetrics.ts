import type { Account } from '../../account';
import type { MetricDatum } from '../../moto/metrics';
import { workGroups } from '../api/workGroup';
import type { Execution } from './execution';

/**
 * Publishes a finished query to CloudWatch (namespace `AWS/Athena`) when its work group asks for it. It does not hold
 * up the query's answer; what cannot be published is logged.
 */
export function publishQueryMetrics(account: Account, execution: Execution): void {
  const group = workGroups(account).get(execution.workGroup);
  if (!group?.configuration.PublishCloudWatchMetricsEnabled) return;
  account.metrics.put('AWS/Athena', queryMetrics(execution)).catch((error: unknown) => {
    console.error(`athena: metrics of query ${execution.id} are lost:`, error);
  });
}

/** The data points of one query. ProcessedBytes exists for DML only; planning time only where there was a plan. */
function queryMetrics(execution: Execution): MetricDatum[] {
  const { times } = execution;
  const at = new Date(execution.completed ?? execution.submitted);
  const dimensions = {
    // CloudWatch's word for CANCELLED has one L.
    QueryState: execution.state === 'CANCELLED' ? 'CANCELED' : execution.state,
    QueryType: execution.statementType,
    WorkGroup: execution.workGroup,
  };
  const milliseconds = (name: string, value: number | undefined): MetricDatum[] =>
    value === undefined ? [] : [{ name, dimensions, value, unit: 'Milliseconds', at }];
  return [
    ...(execution.statementType === 'DML'
      ? [{ name: 'ProcessedBytes', dimensions, value: execution.scannedBytes, unit: 'Bytes' as const, at }]
      : []),
    ...milliseconds('TotalExecutionTime', at.getTime() - execution.submitted),
    ...milliseconds('EngineExecutionTime', times.engine),
    ...milliseconds('QueryQueueTime', times.queue),
    ...milliseconds('QueryPlanningTime', times.planning),
    ...milliseconds('ServicePreProcessingTime', times.preProcessing),
    ...milliseconds('ServiceProcessingTime', times.service),
  ];
}
