import type { TableRelation } from '../../src/sql/catalog/catalogResolver';
import { parseType } from '../../src/sql/syntax/parse';
import { typeOfName } from '../../src/sql/types/typeRules';
import { table } from './harness';

const typed = (columns: Record<string, string>): TableRelation['columns'] =>
  Object.entries(columns).map(([name, type]) => ({ name, type: typeOfName(parseType(type)) }));

/** Two small tables with columns of many types, and NULLs in most. */
export const TABLES = [
  table(
    'people',
    typed({
      id: 'integer',
      name: 'varchar',
      age: 'bigint',
      born: 'date',
      score: 'double',
      address: 'row(city varchar, zip integer)',
      tags: 'array(varchar)',
      pay: 'decimal(10,2)',
    }),
  ),
  table('orders', typed({ id: 'integer', person: 'integer', total: 'decimal(10,2)', at: 'timestamp(3)' })),
];

const ROWS: Record<string, string> = {
  people: `(SELECT * FROM (VALUES
    (1, 'Ann', 30::BIGINT, DATE '1990-01-31', 1.5::DOUBLE, {city: 'Oslo', zip: 1}, ['a', 'b'], 10.50::DECIMAL(10, 2)),
    (2, 'Bob', NULL, NULL, NULL, NULL, NULL, NULL),
    (3, 'Cid', 40, DATE '1980-02-29', -0.5, {city: NULL, zip: 3}, [], 0.01)
  ) v(id, name, age, born, score, address, tags, pay))`,
  orders: `(SELECT * FROM (VALUES
    (1, 1, 5.00::DECIMAL(10, 2), TIMESTAMP '2024-01-31 10:00:00'),
    (2, 1, 7.50, TIMESTAMP '2024-02-01 23:59:59.999'),
    (3, 9, 1.00, NULL),
    (4, NULL, 2.00, NULL)
  ) v(id, person, total, "at"))`,
};

/** DuckDB SQL of a table's rows. */
export const rowsOf = (relation: TableRelation): string => ROWS[relation.name]!;
