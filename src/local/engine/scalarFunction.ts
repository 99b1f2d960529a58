import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DOUBLE,
  type DuckDBConnection,
  DuckDBScalarFunction,
  type DuckDBType,
  type DuckDBValue,
  FLOAT,
  HUGEINT,
  INTEGER,
  LIST,
  listValue,
  SMALLINT,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  TINYINT,
  UUID,
  VARCHAR,
} from '@duckdb/node-api';

/**
 * A function in JavaScript for generated SQL. A NULL argument gives NULL without a call. What `evaluate` throws
 * becomes the query's error.
 */
export interface ScalarFunction {
  name: string;
  /** DuckDB's names of simple types, such as `VARCHAR`; `[]` after one makes a list of it. */
  parameters: readonly string[];
  result: string;
  // biome-ignore lint/suspicious/noExplicitAny: each function takes arguments of its own types
  evaluate: (...values: any[]) => unknown;
}

const TYPES: Record<string, DuckDBType> = {
  BOOLEAN,
  TINYINT,
  SMALLINT,
  INTEGER,
  BIGINT,
  HUGEINT,
  FLOAT,
  DOUBLE,
  VARCHAR,
  BLOB,
  DATE,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  UUID,
};

function typeOf(name: string): DuckDBType {
  if (name.endsWith('[]')) return LIST(typeOf(name.slice(0, -2)));
  const type = TYPES[name.toUpperCase()];
  if (!type) throw new Error(`functions cannot take or give ${name}`);
  return type;
}

/** Makes a function known to all connections of the connection's database. */
export function register(
  connection: DuckDBConnection,
  { name, parameters, result, evaluate }: ScalarFunction,
): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name,
      parameterTypes: parameters.map(typeOf),
      returnType: typeOf(result),
      mainFunction: (_info, input, output) => {
        const columns = input.getColumns();
        for (let row = 0; row < input.rowCount; row++) {
          const values = columns.map((column) => column[row]);
          const value = values.includes(null) ? null : evaluate(...values);
          output.setItem(row, outputValue(value));
        }
        output.flush();
      },
    }),
  );
}

function outputValue(value: unknown): DuckDBValue {
  return Array.isArray(value) ? listValue(value.map(outputValue)) : ((value ?? null) as DuckDBValue);
}
