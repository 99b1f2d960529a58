import type { CreateTable } from '../../ast/statement';
import type { HiveCursor } from './hiveCursor';
import { parseHiveProperties } from './property';

type RowFormat = NonNullable<CreateTable['rowFormat']>;
type Delimited = Extract<RowFormat, { kind: 'delimited' }>;

/** What stands behind ROW FORMAT: `DELIMITED FIELDS TERMINATED BY ',' …` or `SERDE 'class' [WITH SERDEPROPERTIES (…)]`. */
export function parseRowFormat(c: HiveCursor): RowFormat {
  if (c.accept('SERDE')) {
    const className = c.string();
    const properties = c.acceptAll('WITH', 'SERDEPROPERTIES') ? parseHiveProperties(c) : [];
    return { kind: 'serde', className, properties };
  }
  c.expect('DELIMITED');
  const format: Delimited = { kind: 'delimited' };
  if (c.acceptAll('FIELDS', 'TERMINATED', 'BY')) {
    format.fieldsTerminatedBy = c.string();
    if (c.acceptAll('ESCAPED', 'BY')) format.escapedBy = c.string();
  }
  if (c.acceptAll('COLLECTION', 'ITEMS', 'TERMINATED', 'BY')) format.collectionItemsTerminatedBy = c.string();
  if (c.acceptAll('MAP', 'KEYS', 'TERMINATED', 'BY')) format.mapKeysTerminatedBy = c.string();
  if (c.acceptAll('LINES', 'TERMINATED', 'BY')) format.linesTerminatedBy = c.string();
  if (c.acceptAll('NULL', 'DEFINED', 'AS')) format.nullDefinedAs = c.string();
  return format;
}
