import { currentSchema, partitionSpec, type TableMetadata } from '../metadata/tableMetadata';
import {
  InvalidSchemaChange,
  type NextId,
  withChangedColumn,
  withColumns,
  withoutColumn,
} from '../schema/evolve';
import { fieldById, lastColumnId, type Schema, type StructType } from '../schema/schema';
import { type Change, later } from './change';

/** A new current schema of a table. Files stay as they are: they know columns by id. */
function schemaChange(fieldsOf: (schema: Schema, nextId: NextId) => StructType['fields']): Change {
  return {
    staged: [],
    async apply(base, _files, now) {
      let last = Math.max(base['last-column-id'], ...base.schemas.map(lastColumnId));
      const schema = currentSchema(base);
      const fields = fieldsOf(schema, () => ++last);
      assertSources(base, { type: 'struct', fields });
      return {
        metadata: {
          ...base,
          ...withSchema(base, { ...schema, fields }),
          'last-column-id': last,
          'last-updated-ms': later(base, now),
        },
        written: [],
      };
    },
  };
}

/** Adds columns at the end. Applying throws InvalidSchemaChange, and SqlError for types that Iceberg has not. */
export const addColumns = (columns: Parameters<typeof withColumns>[1]): Change =>
  schemaChange((schema, nextId) => withColumns(schema, columns, nextId));

/** Removes a column. Applying throws InvalidSchemaChange. */
export const dropColumn = (name: string): Change => schemaChange((schema) => withoutColumn(schema, name));

/** Renames, promotes, describes anew or moves a column. Applying throws InvalidSchemaChange. */
export const changeColumn = (change: Parameters<typeof withChangedColumn>[1]): Change =>
  schemaChange((schema, nextId) => withChangedColumn(schema, change, nextId));

/** A schema that the table has had before is taken again, as in the reference implementation. */
function withSchema(
  base: TableMetadata,
  schema: Schema,
): Pick<TableMetadata, 'schemas' | 'current-schema-id'> {
  const same = base.schemas.find((known) => content(known) === content(schema));
  if (same) return { schemas: base.schemas, 'current-schema-id': same['schema-id'] };
  const id = Math.max(...base.schemas.map((known) => known['schema-id'])) + 1;
  return { schemas: [...base.schemas, { ...schema, 'schema-id': id }], 'current-schema-id': id };
}

const content = ({ fields, 'identifier-field-ids': identifiers = [] }: Schema): string =>
  JSON.stringify([fields, identifiers]);

/** Columns that partitions or the sort order are made of must stay (Trino has the same texts). @throws InvalidSchemaChange */
function assertSources(base: TableMetadata, schema: StructType): void {
  const gone = (id: number) => (fieldById(schema, id) ? undefined : fieldById(currentSchema(base), id)?.name);
  const current = partitionSpec(base);
  for (const spec of [current, ...base['partition-specs']]) {
    for (const field of spec.fields) {
      const name = gone(field['source-id']);
      if (name === undefined) continue;
      throw new InvalidSchemaChange(
        spec === current
          ? `Cannot drop partition field: ${name}`
          : `Cannot drop column which is used by an old partition spec: ${name}`,
      );
    }
  }
  const order = base['sort-orders'].find((known) => known['order-id'] === base['default-sort-order-id']);
  for (const field of order?.fields ?? []) {
    const name = gone(field['source-id']);
    if (name !== undefined)
      throw new InvalidSchemaChange(`Cannot find source column for sort field: ${name}`);
  }
}
