import { isNumeric } from '../athena/cells';
import type { QueryResult } from '../athena/query';
import type { View } from './display';

export interface ChartOptions {
  /** How rows are drawn; bars by default. */
  mark?: 'bar' | 'line' | 'point' | 'area';
  /** Column on the horizontal axis; the first by default. */
  x?: string;
  /** Column on the vertical axis; the first number after it by default. */
  y?: string;
  /** Column that colours tell apart. */
  color?: string;
  title?: string;
  /** Pixels. */
  width?: number;
  height?: number;
}

/**
 * A query's rows as a chart, drawn by Vega-Lite as SVG.
 * @throws RangeError for a column that the result does not have, or a result without a number
 */
export async function chartView(result: QueryResult, options: ChartOptions = {}): Promise<View> {
  const { x, y } = axes(result, options);
  const [{ parse, View: VegaView }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: options.title,
    width: options.width ?? 480,
    height: options.height ?? 220,
    data: { values: valuesOf(result) },
    mark: { type: options.mark ?? 'bar', tooltip: true },
    encoding: {
      x: {
        field: field(x),
        title: x,
        type: kindOf(result, x),
        sort: null,
        ...(kindOf(result, x) === 'ordinal' ? { axis: { labelAngle: angle(result, x) } } : {}),
      },
      y: { field: field(y), title: y, type: 'quantitative' },
      ...(options.color
        ? { color: { field: field(options.color), title: options.color, type: 'nominal' } }
        : {}),
    },
    config: { background: 'white', view: { stroke: null } },
  };
  const view = new VegaView(parse(compile(spec as Parameters<typeof compile>[0]).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return { svg: accessible(svg, options.title ?? `${y} by ${x}`), text: bars(result, x, y) };
}

function axes(result: QueryResult, { x, y, color }: ChartOptions): { x: string; y: string } {
  const { columns } = result;
  for (const name of [x, y, color])
    if (name !== undefined && !columns.some((column) => column.name === name))
      throw new RangeError(
        `there is no column ${name}; there are ${columns.map((column) => column.name).join(', ')}`,
      );
  const across = x ?? columns[0]?.name;
  const up = y ?? columns.find((column) => column.name !== across && isNumeric(column.type))?.name;
  if (across === undefined || up === undefined)
    throw new RangeError('a chart needs a column of numbers beside the one on its horizontal axis');
  return { x: across, y: up };
}

/** So many fit below a chart of the usual width. */
const LETTERS = 80;

/** Vega reads dots and brackets in names as paths. */
const field = (name: string): string => name.replace(/[.[\]\\'"]/g, '\\$&');

function valuesOf({ columns, rows }: QueryResult): Record<string, unknown>[] {
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, type }, i) => {
        const value = row[i] ?? null;
        return [name, value !== null && isNumeric(type) ? Number(value) : value];
      }),
    ),
  );
}

function kindOf({ columns }: QueryResult, name: string): 'quantitative' | 'temporal' | 'ordinal' {
  const { type } = columns.find((column) => column.name === name)!;
  if (type === 'date' || type.startsWith('timestamp')) return 'temporal';
  return isNumeric(type) ? 'quantitative' : 'ordinal';
}

/** Labels stand upright only where they have no room side by side. */
function angle({ columns, rows }: QueryResult, name: string): number {
  const i = columns.findIndex((column) => column.name === name);
  const letters = rows.reduce((sum, row) => sum + String(row[i] ?? '').length + 2, 0);
  return letters <= LETTERS ? 0 : -90;
}

const accessible = (svg: string, title: string): string =>
  svg.replace('<svg ', `<svg role="img" aria-label="${title.replace(/[&<>"]/g, ' ')}" `);

const BAR = 40;

/** The same as text: a line a row, with a bar as long as its number. */
function bars({ columns, rows }: QueryResult, x: string, y: string): string {
  const [i, j] = [x, y].map((name) => columns.findIndex((column) => column.name === name)) as [
    number,
    number,
  ];
  const numbers = rows.map((row) => Number(row[j] ?? 0));
  const largest = Math.max(...numbers.map(Math.abs), Number.MIN_VALUE);
  const labels = rows.map((row) => String(row[i] ?? 'NULL'));
  const width = Math.max(...labels.map((label) => label.length), 0);
  return rows
    .map((row, n) => {
      const bar = '█'.repeat(Math.round((Math.abs(numbers[n]!) / largest) * BAR));
      return `${labels[n]!.padEnd(width)} ${bar} ${row[j] ?? 'NULL'}`;
    })
    .join('\n');
}
