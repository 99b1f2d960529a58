/** Which files a condition on partition columns speaks of: the WHERE of OPTIMIZE. */

import type { Scan } from '../../../sql/catalog/catalogResolver';
import { generate } from '../../../sql/duckdb/generate';
import {
  type PartitionSpec,
  type PrimitiveType,
  partitionSpec,
  scan as planScan,
  type ScanTask,
  valueKey,
} from '../../iceberg';
import type { ChangeableTable } from '../iceberg/icebergRowChange';
import { failure } from './failure';
import { type Cell, inlineSource } from './inlineRows';
import type { AnalyzedStatement } from './plannedQuery';
import type { Run } from './run';
import { valueCell } from './storedCell';
import { tableFiles } from './tableFiles';

/**
 * The data files of the partitions for which the statement's condition is true; all of them without a condition.
 *
 * Where the columns are partition values themselves, the engine computes the condition for each partition. Of a
 * transform's columns (`month(at)`) only comparisons can be told by partitions, and a partition in which they may be true
 * belongs to them as a whole.
 * @throws QueryFailure NOT_SUPPORTED for conditions on other columns
 */
export async function partitionsOf(
  { typed }: AnalyzedStatement,
  open: ChangeableTable,
  run: Run,
): Promise<ScanTask[]> {
  const { metadata, fields } = open.iceberg;
  const { scan } = typed.rowChange!;
  const files = tableFiles(run.call.account);
  if (!('where' in typed.source && typed.source.where)) return planScan(metadata, {}, files);
  if (typed.query.scans.length > 1) throw failure('NOT_SUPPORTED', `${REFUSED}: it has a subquery`);
  const ids = scan.columns.map((name) => fields.get(name)!.id);
  const spec = partitionSpec(metadata);
  const other = scan.columns.find((_, i) => !spec.fields.some((field) => isOf(field, ids[i]!)));
  if (other !== undefined)
    throw failure('NOT_SUPPORTED', `${REFUSED}: ${other} is not a partition column of ${open.table.name}`);
  const tasks = await planScan(metadata, { filter: scan.filter, fields }, files);
  const isIdentity = (task: ScanTask) =>
    identityPlaces(partitionSpec(metadata, task.specId), ids) !== undefined;
  if (tasks.every(isIdentity)) return exactly(tasks, ids, { scan, typed, open }, run);
  if (!scan.filter)
    throw failure('NOT_SUPPORTED', `${REFUSED}: it cannot be told by the partitions of ${open.table.name}`);
  return tasks;
}

/** Trino's text, which Athena shows; what is wrong follows it here. */
const REFUSED =
  'Unexpected FilterNode found in plan; probably connector was not able to handle provided WHERE expression';

const isOf = (field: PartitionSpec['fields'][number], id: number): boolean =>
  field['source-id'] === id && field.transform !== 'void';

/** Where the values of columns are among a spec's partition values; undefined if one of them is not there as it is. */
function identityPlaces(spec: PartitionSpec, ids: number[]): number[] | undefined {
  const places = ids.map((id) =>
    spec.fields.findIndex((field) => isOf(field, id) && field.transform === 'identity'),
  );
  return places.includes(-1) ? undefined : places;
}

/** The files in whose partitions the engine finds the condition true. */
async function exactly(
  tasks: ScanTask[],
  ids: number[],
  { scan, typed, open }: { scan: Scan; typed: AnalyzedStatement['typed']; open: ChangeableTable },
  run: Run,
): Promise<ScanTask[]> {
  const { metadata, fields } = open.iceberg;
  // Only primitive columns are partition sources.
  const typeOf = (column: string) => fields.get(column)!.type as PrimitiveType;
  const partitions = new Map<string, { cells: Cell[]; tasks: ScanTask[] }>();
  for (const task of tasks) {
    const places = identityPlaces(partitionSpec(metadata, task.specId), ids)!;
    const values = places.map((place) => task.file.partition[place] ?? null);
    const key = values.map(valueKey).join(' ');
    const cells = values.map((value, i) => valueCell(typeOf(scan.columns[i]!), value));
    const known = partitions.get(key);
    if (known) known.tasks.push(task);
    else partitions.set(key, { cells, tasks: [task] });
  }
  const { file, position } = scan.places!;
  const columns = scan.relation.columns.filter(({ name }) => scan.columns.includes(name));
  const source = inlineSource(
    [...columns, { name: file, type: { kind: 'varchar' } }, { name: position, type: { kind: 'bigint' } }],
    [...partitions].map(([key, { cells }]) => [...cells, key, 0]),
  );
  const sql = generate(typed, new Map([[scan.id, source]]));
  const found = await run.call.account.engine.query(sql, { files: [], signal: run.signal });
  return found.flatMap(([key]) => partitions.get(String(key))!.tasks);
}
