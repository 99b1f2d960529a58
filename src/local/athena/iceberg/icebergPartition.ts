import type { PartitionSpec, Schema } from '../../iceberg';

/** One field of a table's partitioning, as DESCRIBE and SHOW CREATE TABLE print it. */
export interface PartitionLine {
  /** The field's name: `n_bucket`. */
  name: string;
  /** `bucket[4]` */
  transform: string;
  /** The column that it is made of. */
  column: string;
  /** `bucket(4, \`n\`)` */
  ddl: string;
}

/** Fields of a spec whose column is (still) in the schema; dropped fields (`void`) are left out. */
export function partitionLines(spec: PartitionSpec, schema: Schema): PartitionLine[] {
  return spec.fields.flatMap((field) => {
    const column = schema.fields.find((candidate) => candidate.id === field['source-id'])?.name;
    if (column === undefined || field.transform === 'void') return [];
    const parametric = /^(\w+)\[(\d+)\]$/.exec(field.transform);
    const ddl =
      field.transform === 'identity'
        ? `\`${column}\``
        : parametric
          ? `${parametric[1]}(${parametric[2]}, \`${column}\`)`
          : `${field.transform}(\`${column}\`)`;
    return [{ name: field.name, transform: field.transform, column, ddl }];
  });
}
