import type { CreateTable, PartitionElement } from '../../ast/statement';
import { parseColumn, parseComment } from './column';
import type { HiveCursor } from './hiveCursor';
import { parseTableName } from './name';
import { parseHiveProperties } from './property';
import { parseRowFormat } from './rowFormat';

/**
 * `CREATE [EXTERNAL] TABLE [IF NOT EXISTS] name (…)` with its clauses, in Hive's order. Which of them a Hive or an
 * Iceberg table needs is not asked here.
 */
export function parseCreateTable(c: HiveCursor): CreateTable {
  const { at } = c.expect('CREATE');
  const external = c.accept('EXTERNAL');
  c.expect('TABLE');
  const ifNotExists = c.acceptAll('IF', 'NOT', 'EXISTS');
  const name = parseTableName(c, 'create');
  const columns = c.is('(') ? c.parenthesized(() => parseColumn(c)) : [];
  const comment = parseComment(c);
  const partitionedBy = c.acceptAll('PARTITIONED', 'BY')
    ? c.parenthesized(() => parsePartitionElement(c))
    : [];
  const clusteredBy = c.acceptAll('CLUSTERED', 'BY') ? { clusteredBy: parseClusters(c) } : {};
  const rowFormat = c.acceptAll('ROW', 'FORMAT') ? { rowFormat: parseRowFormat(c) } : {};
  const storedAs = c.acceptAll('STORED', 'AS') ? { storedAs: parseFormat(c) } : {};
  const location = c.accept('LOCATION') ? { location: c.string() } : {};
  const properties = c.accept('TBLPROPERTIES') ? parseHiveProperties(c) : [];
  // The Hive side reads WITH as the beginning of a query to store, and stumbles over what is behind it.
  if (c.accept('WITH')) c.fail();
  return {
    at,
    type: 'createTable',
    name,
    external,
    ifNotExists,
    columns,
    ...comment,
    partitionedBy,
    ...clusteredBy,
    ...rowFormat,
    ...storedAs,
    ...location,
    properties,
  };
}

const TRANSFORMS = ['year', 'month', 'day', 'hour', 'bucket', 'truncate'] as const;

/**
 * `region string` (a column), `region`, `day(ts)`, `bucket(16, id)`. AWS's pages write a number in front of the column and
 * behind it: both are read.
 */
function parsePartitionElement(c: HiveCursor): PartitionElement {
  const { at } = c;
  const next = c.peek(1).key;
  if (next === ',' || next === ')')
    return { at, type: 'transform', transform: 'identity', column: c.identifier() };
  if (next !== '(') return { at, type: 'column', column: parseColumn(c) };
  const transform = TRANSFORMS.find((name) => name.toUpperCase() === c.token.key) ?? c.fail();
  c.advance();
  c.expect('(');
  let argument: number | undefined;
  const takesNumber = transform === 'bucket' || transform === 'truncate';
  if (takesNumber && c.token.kind === 'integer') {
    argument = c.integer();
    c.expect(',');
  }
  const column = c.identifier();
  if (takesNumber && argument === undefined) {
    c.expect(',');
    argument = c.integer();
  }
  c.expect(')');
  return { at, type: 'transform', transform, column, ...(argument === undefined ? {} : { argument }) };
}

function parseClusters(c: HiveCursor): NonNullable<CreateTable['clusteredBy']> {
  const columns = c.parenthesized(() => c.identifier());
  c.expect('INTO');
  const buckets = c.integer();
  c.expect('BUCKETS');
  return { columns, buckets };
}

function parseFormat(c: HiveCursor): NonNullable<CreateTable['storedAs']> {
  if (!c.accept('INPUTFORMAT')) return { format: c.identifier().name };
  const inputFormat = c.string();
  c.expect('OUTPUTFORMAT');
  return { inputFormat, outputFormat: c.string() };
}
