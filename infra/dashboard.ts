/** One widget: a metric, with a line for each series. */
export interface DashboardMetric {
  namespace: string;
  name: string;
  title: string;
  stat: 'Sum' | 'Average';
  series: { label: string; dimensions: Record<string, string> }[];
}

const WIDTH = 8;
const HEIGHT = 6;

/** The body of a CloudWatch dashboard, widgets side by side. Source: CloudWatch, "Dashboard body structure and syntax". */
export function dashboardBody(metrics: DashboardMetric[], region: string): string {
  const widgets = metrics.map((metric, i) => ({
    type: 'metric',
    x: (i * WIDTH) % 24,
    y: Math.floor((i * WIDTH) / 24) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: {
      title: metric.title,
      region,
      view: 'timeSeries',
      stat: metric.stat,
      period: 300,
      metrics: metric.series.map(({ label, dimensions }) => [
        metric.namespace,
        metric.name,
        ...Object.entries(dimensions).flat(),
        { label },
      ]),
    },
  }));
  return JSON.stringify({ widgets });
}
