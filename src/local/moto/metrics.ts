/** One CloudWatch data point that a service of the account publishes (namespace `AWS/...`). */
export interface MetricDatum {
  name: string;
  dimensions: Record<string, string>;
  value: number;
  unit: 'Bytes' | 'Milliseconds' | 'Count';
  at: Date;
}

/** The door to CloudWatch's metrics: kept in the store, and shown by CloudWatch's own API. */
export interface Metrics {
  put(namespace: string, data: MetricDatum[]): Promise<void>;
}
