import { type NamedColumn, nameColumns } from './columnName';
import { identifier, literal, type Reader } from './reader';

/** A column of a Parquet file, with the type that the table gets and what it takes to come there. */
export interface ParquetColumn extends NamedColumn {
  /** Athena's type in SELECT. */
  type: string;
  /** DuckDB's type to cast to, where the file's own has no place in an Iceberg table; absent where the bytes fit as they are. */
  cast?: string;
}

/** DuckDB's type -> Athena's; types that Iceberg lacks are widened. @returns undefined for a type with no counterpart */
function typeOf(duckdb: string): Pick<ParquetColumn, 'type' | 'cast'> | undefined {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(duckdb);
  if (decimal) return { type: `decimal(${decimal[1]},${decimal[2]})` };
  switch (duckdb) {
    case 'BOOLEAN':
      return { type: 'boolean' };
    case 'TINYINT':
    case 'SMALLINT':
    case 'UTINYINT':
    case 'USMALLINT':
      return { type: 'integer', cast: 'INTEGER' };
    case 'INTEGER':
      return { type: 'integer' };
    case 'UINTEGER':
      return { type: 'bigint', cast: 'BIGINT' };
    case 'BIGINT':
      return { type: 'bigint' };
    case 'UBIGINT':
      return { type: 'decimal(20,0)', cast: 'DECIMAL(20,0)' };
    case 'HUGEINT':
      return { type: 'decimal(38,0)', cast: 'DECIMAL(38,0)' };
    case 'FLOAT':
      return { type: 'real' };
    case 'DOUBLE':
      return { type: 'double' };
    case 'VARCHAR':
      return { type: 'varchar' };
    case 'UUID':
    case 'JSON':
    case 'ENUM':
      return { type: 'varchar', cast: 'VARCHAR' };
    case 'BLOB':
      return { type: 'varbinary' };
    case 'DATE':
      return { type: 'date' };
    case 'TIMESTAMP':
      return { type: 'timestamp' };
    case 'TIMESTAMP_NS':
    case 'TIMESTAMP_MS':
    case 'TIMESTAMP_S':
    case 'TIMESTAMP WITH TIME ZONE':
      return { type: 'timestamp', cast: 'TIMESTAMP' };
    case 'TIME':
      return { type: 'varchar', cast: 'VARCHAR' };
    default:
      return undefined;
  }
}

export interface ParquetContent {
  columns: ParquetColumn[];
  rows: number;
  /** Columns whose type has no place in a table yet (nested ones), by `name type`. */
  unsupported: string[];
  /** True when names and types fit as they are, so that the file itself can be loaded. */
  asIs: boolean;
}

/** Reads the schema and the row count from the file's footer. */
export async function examineParquet(reader: Reader, file: string): Promise<ParquetContent> {
  const schema = await reader.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(file)})`);
  const [count] = await reader.rows(
    `SELECT sum(num_rows) AS rows FROM parquet_file_metadata(${literal(file)})`,
  );
  const names = nameColumns(schema.map((row) => String(row.column_name)));
  const unsupported: string[] = [];
  const columns = schema.flatMap((row, i) => {
    const type = typeOf(String(row.column_type));
    if (!type) {
      unsupported.push(`${row.column_name} ${row.column_type}`);
      return [];
    }
    return [{ ...names[i]!, ...type }];
  });
  const asIs = columns.every((column) => column.cast === undefined && column.because === undefined);
  return { columns, rows: Number(count?.rows ?? 0), unsupported, asIs };
}

/** Writes the file anew with the tables' names and types. Memory: bounded by DuckDB's limit. */
export async function rewriteParquet(
  reader: Reader,
  file: string,
  columns: ParquetColumn[],
  parquet: string,
): Promise<void> {
  const select = columns.map(
    (column) =>
      `${column.cast ? `CAST(${identifier(column.source)} AS ${column.cast})` : identifier(column.source)} AS ${identifier(column.name)}`,
  );
  await reader.run("SET TimeZone = 'UTC'");
  await reader.run(
    `COPY (SELECT ${select.join(', ')} FROM read_parquet(${literal(file)})) TO ${literal(parquet)} (FORMAT parquet, COMPRESSION zstd)`,
  );
}
