import { ACCOUNT } from '../../local/gateway/account';
import { type Lake, must, query } from './lake';
import { ask } from './wire';

/** Things of the services that moto keeps, of two owners. */

export async function createAlarm(lake: Lake, AlarmName: string): Promise<void> {
  const input = {
    AlarmName,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: '1',
    MetricName: 'm',
    Namespace: 'n',
    Period: '60',
    Statistic: 'Sum',
    Threshold: '1',
  };
  await must(query(lake, 'deployer', 'monitoring', 'PutMetricAlarm', input));
}

/** A Lambda function that nobody runs. */
export async function createFunction(lake: Lake, FunctionName: string): Promise<void> {
  const Code = { ZipFile: EMPTY_ZIP };
  const input = {
    FunctionName,
    Code,
    Runtime: 'python3.11',
    Handler: 'a.b',
    Role: `arn:aws:iam::${ACCOUNT}:role/lakehouse-tenant`,
  };
  await must(
    ask(lake.account, lake.as.deployer, {
      service: 'lambda',
      path: '/2015-03-31/functions',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }),
  );
}

/** An archive without a file. */
const EMPTY_ZIP = Buffer.from('504b0506000000000000000000000000000000000000', 'hex').toString('base64');
