import type { Property, Statement } from '../../../sql/syntax/ast/statement';
import type { Partitioning } from '../../iceberg';
import { workGroup } from '../api/workGroup';
import { failure, QueryFailure } from '../execution/failure';
import { propertyList, propertyText } from '../execution/properties';
import type { Run } from '../execution/run';
import { icebergProperties } from './icebergProperties';

/** What WITH (…) of a CTAS says. */
export interface TableOptions {
  location: string;
  partitioning: Partitioning[];
  properties: Record<string, string>;
}

const TRANSFORM =
  /^\s*(year|month|day|hour|bucket|truncate)\s*\(\s*([^,()]+?)\s*(?:,\s*([^,()]+?)\s*)?\)\s*$/i;

/** @throws QueryFailure for properties that are missing, unknown or not supported here */
export function tableOptions(
  statement: Extract<Statement, { type: 'createTableAs' }>,
  run: Run,
): TableOptions {
  const byKey = new Map(statement.properties.map((property) => [property.key.toLowerCase(), property]));
  const take = (key: string): Property | undefined => {
    const property = byKey.get(key);
    byKey.delete(key);
    return property;
  };
  const tableType = text(take('table_type'))?.toUpperCase() ?? 'HIVE';
  const enforced = workGroup(run.call.account, run.execution.workGroup).configuration
    .EnforceWorkGroupConfiguration;
  if (byKey.has('external_location') && enforced) {
    throw new QueryFailure(
      "The Create Table As Select query failed because it was submitted with an 'external_location' property to an Athena Workgroup that enforces a centralized output location for all queries. Please remove the 'external_location' property and resubmit the query.",
      2,
      1103,
    );
  }
  if (tableType === 'HIVE') {
    throw failure(
      'NOT_SUPPORTED',
      "CREATE TABLE AS SELECT is supported with table_type = 'ICEBERG' only by the local account",
    );
  }
  if (tableType !== 'ICEBERG')
    throw failure('INVALID_TABLE_PROPERTY', `Unsupported table type: ${tableType}`);
  if (text(take('is_external'))?.toLowerCase() !== 'false') {
    throw failure('INVALID_TABLE_PROPERTY', 'is_external must be set to false for Iceberg tables');
  }
  const location = text(take('location'));
  if (!location || !/^s3:\/\/[^/]+\/.*$/s.test(location)) {
    throw failure('INVALID_TABLE_PROPERTY', 'An S3 location must be specified for Iceberg tables: location');
  }
  const partitioning = take('partitioning');
  return {
    location,
    partitioning: partitioning ? propertyList(partitioning).map(parsePartitioning) : [],
    properties: icebergProperties([...byKey.values()]),
  };
}

const text = (property: Property | undefined): string | undefined =>
  property ? propertyText(property) : undefined;

/** `region`, `day(ts)`, `bucket(id, 16)`: the number comes last here, and first in CREATE TABLE; both ways are taken. */
function parsePartitioning(field: string): Partitioning {
  const match = TRANSFORM.exec(field);
  if (!match)
    return {
      transform: 'identity',
      column: field
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase(),
    };
  const transform = match[1]!.toLowerCase() as Partitioning['transform'];
  const [first, second] = [match[2]!, match[3]];
  if (second === undefined) return { transform, column: first.toLowerCase() };
  const [column, argument] = /^\d+$/.test(first) ? [second, first] : [first, second];
  return { transform, column: column.toLowerCase(), argument: Number(argument) };
}
