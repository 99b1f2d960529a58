import type { TableMetadata } from '../../../src/local/iceberg';
import {
  change,
  commit,
  type Evolving,
  icebergTable,
  inTurn,
  type TableChange,
  update,
  withFields,
} from './evolving';
import type { Suite } from './world';

/** Iceberg tables of which ssn is hidden, and then called something else: the values must stay hidden. */

const alter =
  (...actions: string[]) =>
  (table: Evolving) =>
    inTurn(table, ...actions.map((action) => `ALTER TABLE sandbox.${table.name} ${action}`));

const STATEMENTS: TableChange[] = [
  { name: 'CHANGE COLUMN', always: true, make: alter('CHANGE COLUMN ssn tax string') },
  {
    name: 'CHANGE COLUMN twice',
    make: alter('CHANGE COLUMN ssn tmp string', 'CHANGE COLUMN tmp tax string'),
  },
  { name: 'CHANGE COLUMN to a place', always: true, make: alter('CHANGE COLUMN ssn tax string FIRST') },
  { name: 'CHANGE COLUMN to upper case', make: alter('CHANGE COLUMN ssn SSN string') },
  {
    name: 'CHANGE COLUMN to a name with a blank',
    always: true,
    make: alter('CHANGE COLUMN ssn `ssn ` string'),
  },
  { name: 'CHANGE COLUMN to a name that folds', make: alter('CHANGE COLUMN ssn `ſsn` string') },
  {
    name: 'swapped names',
    always: true,
    make: alter(
      'CHANGE COLUMN ssn tmp string',
      'CHANGE COLUMN name ssn string',
      'CHANGE COLUMN tmp name string',
    ),
  },
  {
    name: 'the name of a dropped column',
    always: true,
    make: alter('DROP COLUMN name', 'CHANGE COLUMN ssn name string'),
  },
  { name: 'RENAME COLUMN', make: alter('RENAME COLUMN ssn TO tax') },
  { name: 'REPLACE COLUMNS', make: alter('REPLACE COLUMNS (id bigint, name string, tax string)') },
  {
    name: 'REPLACE COLUMNS in another order',
    make: alter('REPLACE COLUMNS (id bigint, ssn string, name string)'),
  },
  { name: 'DROP COLUMN', make: alter('DROP COLUMN ssn'), loses: true },
  {
    name: 'dropped and added again',
    make: async (table) => {
      await alter('DROP COLUMN ssn', 'ADD COLUMNS (ssn string)')(table);
      await inTurn(
        table,
        `INSERT INTO sandbox.${table.name} (id, name, ssn) VALUES (4, 'Dan', '900-00-0004')`,
      );
    },
    loses: true,
  },
  {
    name: 'renamed, and another added with its name',
    always: true,
    make: async (table) => {
      await alter('CHANGE COLUMN ssn tax string', 'ADD COLUMNS (ssn string)')(table);
      await inTurn(
        table,
        `INSERT INTO sandbox.${table.name} (id, name, tax) VALUES (4, 'Dan', '900-00-0004')`,
      );
    },
  },
  {
    name: 'renamed after more rows',
    make: async (table) => {
      await inTurn(
        table,
        `INSERT INTO sandbox.${table.name} (id, name, ssn) VALUES (4, 'Dan', '900-00-0004')`,
      );
      await alter('CHANGE COLUMN ssn tax string')(table);
    },
  },
  {
    name: 'renamed there and back',
    make: alter('CHANGE COLUMN ssn tax string', 'CHANGE COLUMN tax ssn string'),
  },
];

type Columns = { Name?: string; Type?: string; Parameters?: Record<string, string> }[];
const columns = (edit: (columns: Columns) => Columns) => (table: Evolving) =>
  update(table, (input) => {
    input.StorageDescriptor.Columns = edit(input.StorageDescriptor.Columns as Columns) as never;
  });
const renamed = (from: string, to: string) => (all: Columns) =>
  all.map((column) => (column.Name === from ? { ...column, Name: to } : column));
const id = (all: Columns, name: string) =>
  all.find((column) => column.Name === name)!.Parameters!['iceberg.field.id']!;
const withId = (column: Columns[number], field: string): Columns[number] => ({
  ...column,
  Parameters: { ...column.Parameters, 'iceberg.field.id': field },
});
const bare = (all: Columns) => all.map(({ Name, Type }) => ({ Name, Type }));

const CATALOG: TableChange[] = [
  { name: 'a renamed column', always: true, make: columns(renamed('ssn', 'tax')) },
  {
    name: 'a renamed column without ids',
    make: columns((all) => bare(renamed('ssn', 'tax')(all))),
    loses: true,
  },
  { name: 'columns without ids', make: columns(bare) },
  { name: 'columns without ids in another order', make: columns((all) => bare(all).reverse()) },
  { name: 'upper case', make: columns(renamed('ssn', 'SSN')) },
  { name: 'a blank after the name', always: true, make: columns(renamed('ssn', 'ssn ')) },
  { name: 'a letter that folds', make: columns(renamed('ssn', 'ſsn')) },
  {
    name: 'swapped names',
    always: true,
    make: columns((all) => renamed('tmp', 'name')(renamed('name', 'ssn')(renamed('ssn', 'tmp')(all)))),
  },
  {
    name: 'name with the id of ssn',
    always: true,
    make: columns((all) =>
      all.map((column) => (column.Name === 'name' ? withId(column, id(all, 'ssn')) : column)),
    ),
  },
  {
    name: 'swapped ids',
    always: true,
    make: columns((all) =>
      all.map((column) =>
        column.Name === 'name'
          ? withId(column, id(all, 'ssn'))
          : column.Name === 'ssn'
            ? withId(column, id(all, 'name'))
            : column,
      ),
    ),
  },
  {
    name: 'one more column with the id of ssn',
    always: true,
    make: columns((all) => [...all, withId({ Name: 'name2', Type: 'string' }, id(all, 'ssn'))]),
  },
  {
    name: 'name with the id of ssn, and ssn gone',
    always: true,
    make: columns((all) =>
      all.flatMap((column) =>
        column.Name === 'ssn' ? [] : [column.Name === 'name' ? withId(column, id(all, 'ssn')) : column],
      ),
    ),
  },
  {
    name: 'ssn twice',
    make: columns((all) => [...all, { ...all.find(({ Name }) => Name === 'ssn')!, Name: 'ssn2' }]),
  },
  {
    name: 'an id with a blank',
    make: columns((all) =>
      all.map((column) => (column.Name === 'name' ? withId(column, ` ${id(all, 'ssn')} `) : column)),
    ),
  },
  {
    name: 'an id in another spelling',
    make: columns((all) =>
      all.map((column) =>
        column.Name === 'name' ? withId(column, `0x${Number(id(all, 'ssn')).toString(16)}`) : column,
      ),
    ),
  },
  { name: 'an id that is none', make: columns((all) => all.map((column) => withId(column, 'x'))) },
  {
    name: 'ssn as a partition key',
    make: (table) =>
      update(table, (input) => {
        input.PartitionKeys = [
          {
            Name: 'tax',
            Type: 'string',
            Parameters: { 'iceberg.field.id': id(input.StorageDescriptor.Columns as Columns, 'ssn') },
          },
        ];
      }),
  },
  { name: 'no columns at all', make: columns(() => []), loses: true },
];

const field =
  (edit: (all: { id: number; name: string }[]) => { id: number; name: string }[]) =>
  (metadata: TableMetadata) =>
    withFields(metadata, edit);
const rename = (names: Record<string, string>) =>
  field((all) => all.map((one) => ({ ...one, name: names[one.name] ?? one.name })));
const ids = (change: Record<string, number>) =>
  field((all) => all.map((one) => ({ ...one, id: change[one.name] ?? one.id })));

const METADATA: [name: string, change: (metadata: TableMetadata) => TableMetadata, loses?: boolean][] = [
  ['a renamed field', rename({ ssn: 'tax' })],
  ['swapped fields', rename({ ssn: 'name', name: 'ssn' })],
  ['upper case', rename({ ssn: 'SSN' })],
  ['swapped ids', ids({ ssn: 2, name: 3 })],
  ['name with the id of ssn', ids({ name: 3, ssn: 9 }), true],
  ['one more field with the id of ssn', field((all) => [...all, { ...all[2]!, name: 'ssn2' }])],
  ['the field in another order', field((all) => [...all].reverse())],
  ['a dropped field', field((all) => all.filter(({ name }) => name !== 'ssn')), true],
  [
    'name dropped and ssn renamed to it',
    field((all) =>
      all
        .filter(({ name }) => name !== 'name')
        .map((one) => (one.name === 'ssn' ? { ...one, name: 'name' } : one)),
    ),
  ],
  [
    'the first schema renamed in place',
    (metadata) => ({
      ...metadata,
      schemas: metadata.schemas.map((schema) => ({
        ...schema,
        fields: schema.fields.map((one) => ({ ...one, name: one.name === 'ssn' ? 'tax' : one.name })),
      })),
    }),
  ],
];
const HELD = new Set(['upper case', 'the field in another order', 'a dropped field']);
const COMMITS: TableChange[] = METADATA.flatMap(([name, make, loses]): TableChange[] =>
  (['theirs', 'stale', 'without ids'] as const).map((kind) => ({
    name: `${name}, columns of the catalog: ${kind}`,
    always: kind === 'theirs' && !HELD.has(name),
    make: (table) => commit(table, make, kind),
    loses: loses || kind !== 'theirs',
  })),
);

const attacks = (changes: TableChange[], by: 'engineer' | 'analyst') =>
  changes.map((one) => change({ ...one, always: one.always && by === 'engineer' }, by, icebergTable));
/** The analyst holds ALTER, too: it must not be able to show itself more. */
const escalations = COMMITS.filter(({ name }) => name.endsWith('theirs'));

export const icebergRenames: Suite[] = [
  {
    title: 'renames',
    groups: {
      'by ALTER TABLE': attacks(STATEMENTS, 'engineer'),
      'by ALTER TABLE of one who sees a part': attacks(STATEMENTS, 'analyst'),
      'by UpdateTable': attacks(CATALOG, 'engineer'),
      'by UpdateTable of one who sees a part': attacks(CATALOG, 'analyst'),
      'by the commit of another engine': attacks(COMMITS, 'engineer'),
      'by a commit of one who sees a part': attacks(escalations, 'analyst'),
    },
    every: 40,
  },
];
