/** Random tables and random conditions, the same ones for the same seed. */

export type Random = ReturnType<typeof random>;

/** Numbers by chance (mulberry32), the same ones for the same seed. */
export function random(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    below,
    chance: (share: number) => next() < share,
    one: <T>(of: readonly T[]): T => of[below(of.length)]!,
    some: <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make),
  };
}

/** A column by the name that it has now. */
export interface Column {
  name: string;
  kind: keyof typeof VALUES;
  type: string;
}

const LONG = 'abcdefghijklmnopqrst';
/** What stands in cells; the same values are compared with, so that bounds are met exactly. */
const VALUES = {
  boolean: ['true', 'false'],
  int: ['-2147483640', '-11', '-10', '-1', '0', '9', '10', '11', '2147483647'],
  long: [
    "BIGINT '-9223372036854775800'",
    '-8',
    '-7',
    '-1',
    '0',
    '6',
    '7',
    '9007199254740993',
    '9223372036854775807',
  ],
  float: [
    "REAL '-0.0'",
    "REAL '0.0'",
    "REAL '0.1'",
    "REAL '-2.5'",
    "REAL '16777216'",
    'CAST(nan() AS real)',
    "REAL '3e38'",
    'CAST(-infinity() AS real)',
  ],
  double: ['0.1', '-0.0', '1e308', '-2.5', 'nan()', 'infinity()', '9007199254740992', '1e-320'],
  decimal: [
    "DECIMAL '0.10'",
    "DECIMAL '-0.01'",
    "DECIMAL '1.99'",
    "DECIMAL '2.00'",
    "DECIMAL '-1234567.89'",
    "DECIMAL '9999999.99'",
  ],
  date: [
    "DATE '1969-12-31'",
    "DATE '1970-01-01'",
    "DATE '2024-02-29'",
    "DATE '2026-01-01'",
    "DATE '0001-01-01'",
    "DATE '9999-12-31'",
  ],
  timestamp: [
    "TIMESTAMP '1969-12-31 23:59:59.999999'",
    "TIMESTAMP '1970-01-01 00:00:00'",
    "TIMESTAMP '1969-12-31 23:00:00'",
    "TIMESTAMP '2026-01-01 00:00:00.001'",
    "TIMESTAMP '2026-01-01 00:00:00.000001'",
    "TIMESTAMP '2024-02-29 12:00:00'",
  ],
  string: [
    "''",
    "'a'",
    "' a'",
    "'a '",
    "'ab'",
    "'é'",
    "'😀'",
    "'\uffee'",
    `'${LONG}'`,
    `'${LONG}z'`,
    `'${'z'.repeat(15)}😀😀'`,
    `'${'\u{10ffff}'.repeat(17)}'`,
  ],
} as const;

/** More to compare with: other types, other digits, values that the column cannot hold. */
const CONSTANTS: Record<keyof typeof VALUES, readonly string[]> = {
  boolean: ["BOOLEAN 'true'"],
  int: [
    '-2147483648',
    "DECIMAL '10.0'",
    "DECIMAL '10.5'",
    '10.5',
    '1e1',
    "BIGINT '9'",
    '9223372036854775807',
    "REAL '10'",
    "DECIMAL '-99999999999999999999'",
  ],
  long: ["DECIMAL '7.0'", "DECIMAL '99999999999999999999'", '7.5', '9007199254740992', "DOUBLE '7'"],
  float: ['0.1', "DECIMAL '0.1'", '0', '16777217', "DOUBLE 'NaN'", "REAL 'Infinity'", "DECIMAL '-2.5'"],
  double: ["DECIMAL '0.1'", "REAL '0.1'", '0', '9007199254740993', "DOUBLE '-Infinity'", "DOUBLE '1e400'"],
  decimal: [
    '2',
    '0.1',
    "DECIMAL '1.995'",
    "DECIMAL '0.1'",
    '-1',
    "DECIMAL '99999999999999999999.99'",
    "REAL '2'",
  ],
  date: [
    "CAST('2026-01-01' AS date)",
    "date('1970-01-01')",
    "TIMESTAMP '1970-01-01 00:00:00'",
    "TIMESTAMP '1969-12-31 12:00:00'",
    "DATE ' 2026-01-01 '",
  ],
  timestamp: [
    "DATE '2026-01-01'",
    "CAST('2026-01-01 00:00:00.0006' AS timestamp)",
    "CAST('2026-01-01' AS timestamp)",
    "TIMESTAMP '1969-12-31 23:59:59.9999999'",
    "TIMESTAMP '2026-01-01 00:00:00 UTC'",
    "TIMESTAMP '2026-01-01 01:00:00 +01:00'",
  ],
  string: [
    "VARCHAR ' a'",
    "VARCHAR 'a '",
    "CHAR 'a'",
    "CHAR 'a '",
    `'${LONG.slice(0, 16)}'`,
    `'${LONG.slice(0, 15)}q'`,
    "'b'",
    "'😁'",
  ],
};

const COLUMNS: readonly Column[] = [
  { name: 'b', kind: 'boolean', type: 'boolean' },
  { name: 'i', kind: 'int', type: 'int' },
  { name: 'l', kind: 'long', type: 'bigint' },
  { name: 'f', kind: 'float', type: 'float' },
  { name: 'd', kind: 'double', type: 'double' },
  { name: 'p', kind: 'decimal', type: 'decimal(9,2)' },
  { name: 't', kind: 'date', type: 'date' },
  { name: 'ts', kind: 'timestamp', type: 'timestamp' },
  { name: 's', kind: 'string', type: 'string' },
];

const PARTITIONS = [
  'b',
  'i',
  'l',
  'p',
  't',
  's',
  'd',
  'f',
  'ts',
  'truncate(10, i)',
  'truncate(7, l)',
  'truncate(10, p)',
  'truncate(2, s)',
  'truncate(16, s)',
  'bucket(3, i)',
  'bucket(3, l)',
  'bucket(3, p)',
  'bucket(3, t)',
  'bucket(3, ts)',
  'bucket(3, s)',
  'year(t)',
  'month(t)',
  'day(t)',
  'year(ts)',
  'month(ts)',
  'day(ts)',
  'hour(ts)',
];

export const partitioning = (r: Random): string => {
  const transforms = PARTITIONS.filter((field) => field.includes('('));
  const fields = new Set([r.one(transforms), r.one(PARTITIONS)]);
  return `PARTITIONED BY (${[...fields].join(', ')})`;
};

const cell = (r: Random, { kind }: Column): string => (r.chance(0.2) ? 'NULL' : r.one(VALUES[kind]));

const constant = (r: Random, { kind }: Column): string =>
  r.chance(0.05) ? 'NULL' : r.chance(0.6) ? r.one(VALUES[kind]) : r.one(CONSTANTS[kind]);

const OPERATORS = ['=', '<>', '<', '<=', '>', '>='];

/** A condition on columns that are named with what stands in front (`x.`). */
export function condition(r: Random, columns: readonly Column[], prefix = '', depth = 2): string {
  if (depth > 0 && r.chance(0.5)) {
    const parts = r.some(2 + r.below(2), () => condition(r, columns, prefix, depth - 1));
    return r.chance(0.15) ? `NOT (${parts[0]})` : `(${parts.join(r.chance(0.5) ? ' AND ' : ' OR ')})`;
  }
  const column = r.one(columns);
  const name = `${prefix}${column.name}`;
  const value = () => constant(r, column);
  switch (r.below(8)) {
    case 0:
      return `${name} IS NULL`;
    case 1:
      return `${name} IS NOT NULL`;
    case 2:
      return `${name} ${r.chance(0.2) ? 'NOT ' : ''}BETWEEN ${value()} AND ${value()}`;
    case 3:
      return `${name} ${r.chance(0.2) ? 'NOT ' : ''}IN (${r.some(1 + r.below(3), value).join(', ')})`;
    case 4:
      return `${value()} ${r.one(OPERATORS)} ${name}`;
    default:
      return `${name} ${r.one(OPERATORS)} ${value()}`;
  }
}

/** A statement, for a table and with its condition as it is or wrapped in something. */
type Made = (table: string, wrap: (condition: string) => string) => string;

const PROMOTIONS: Record<string, Pick<Column, 'kind' | 'type'>> = {
  int: { kind: 'long', type: 'bigint' },
  float: { kind: 'double', type: 'double' },
  'decimal(9,2)': { kind: 'decimal', type: 'decimal(20,2)' },
};

/** What happens to a random table, statement by statement. The columns `id` and `b` stay as they are. */
export class TableHistory {
  columns: Column[] = [...COLUMNS];
  readonly types = `id bigint, ${COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ')}`;
  #id = 0;
  /** Names that columns have had, or will have. */
  readonly #names = new Set([...COLUMNS.map(({ name }) => name), 'n1', 'n2', 'n3', 'n4']);

  constructor(private readonly r: Random) {}

  /** The next statement; the first ones bring rows, and then a column that these do not have. */
  next(step: number): Made {
    const { r } = this;
    const column = r.one(this.columns.filter(({ name }) => name !== 'b'));
    switch (step < 3 ? 0 : step === 3 ? 4 : r.below(12)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return this.#insert();
      case 4:
        return this.#added({ ...r.one(COLUMNS), name: this.#freeName() });
      case 5: {
        const promotion = PROMOTIONS[column.type];
        return promotion ? this.#changed(column, { ...column, ...promotion }) : this.#insert();
      }
      case 6:
        return this.#changed(column, { ...column, name: this.#freeName() });
      case 7:
        // The source of a partition cannot be dropped; of this kind only `b` can be one.
        return column.kind === 'boolean' ? this.#dropped(column) : this.#insert();
      case 8: {
        const where = condition(r, this.columns);
        return (table, wrap) => `DELETE FROM ${table} WHERE ${wrap(where)}`;
      }
      case 9: {
        const [where, target] = [condition(r, this.columns), r.one(this.columns)];
        const value = cell(r, target);
        return (table, wrap) => `UPDATE ${table} SET ${target.name} = ${value} WHERE ${wrap(where)}`;
      }
      case 10:
        return this.#merge();
      default:
        return (table) => `OPTIMIZE ${table} REWRITE DATA USING BIN_PACK`;
    }
  }

  /** A name that no column has now: often one that another column had. */
  #freeName(): string {
    const taken = new Set(this.columns.map(({ name }) => name));
    return this.r.one([...this.#names].filter((name) => !taken.has(name)));
  }

  #insert(): Made {
    const names = ['id', ...this.columns.map(({ name }) => name)].join(', ');
    const rows = this.r.some(1 + this.r.below(4), () => {
      const cells = this.columns.map((column) => cell(this.r, column));
      return `(${[++this.#id, ...cells].join(', ')})`;
    });
    return (table) => `INSERT INTO ${table} (${names}) VALUES ${rows.join(', ')}`;
  }

  #added(column: Column): Made {
    this.columns = [...this.columns, column];
    return (table) => `ALTER TABLE ${table} ADD COLUMNS (${column.name} ${column.type})`;
  }

  #changed(from: Column, to: Column): Made {
    this.columns = this.columns.map((column) => (column === from ? to : column));
    return (table) => `ALTER TABLE ${table} CHANGE COLUMN ${from.name} ${to.name} ${to.type}`;
  }

  #dropped(column: Column): Made {
    this.columns = this.columns.filter((other) => other !== column);
    return (table) => `ALTER TABLE ${table} DROP COLUMN ${column.name}`;
  }

  #merge(): Made {
    const { r } = this;
    const [x, y] = [condition(r, this.columns, 'x.', 1), condition(r, this.columns, 'y.', 1)];
    const on = r.chance(0.5) ? `${x} AND ${y}` : x;
    const cases = r.one([
      'WHEN MATCHED THEN DELETE',
      'WHEN MATCHED THEN UPDATE SET b = NOT y.b',
      'WHEN MATCHED AND y.b THEN DELETE WHEN NOT MATCHED THEN INSERT (id, b) VALUES (1000 + y.id, y.b)',
    ]);
    return (table, wrap) =>
      `MERGE INTO ${table} x USING (SELECT * FROM ${table} WHERE id % 3 = 0) y ON x.id = y.id AND ${wrap(on)} ${cases}`;
  }
}
