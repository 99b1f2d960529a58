import type { Column, Partition, StorageDescriptor } from '@aws-sdk/client-glue';
import type { Permission } from '@aws-sdk/client-lakeformation';
import type { Call } from '../call';
import { columnByName, type Field, type Schema } from '../iceberg';
import { icebergSchema, learnFieldIds } from '../lakeformation/fieldIds';
import type { TableAccess, TableName } from '../lakeformation/lakeFormation';
import type { CatalogTable } from './catalog';
import { isCurrent, type TableKind, tableKind, tableLocation } from './tableKind';
import { withoutHidden } from './trimmedProperties';

/** What of a call the decisions need. */
export type Viewer = Pick<Call, 'account' | 'principal'>;

/** A table's place, as the decision on its files needs it. */
export interface TableStorage {
  database: string;
  name: string;
  /** The table's own folder, as the catalog says. */
  location: string;
  kind: TableKind;
  /** May errors name files? Their names can hold values of columns that are hidden from the caller. */
  namesFiles: boolean;
}

/** That of an Iceberg table that is being made. */
export const storageOfNew = ({ database, table: name }: TableName, location: string): TableStorage => ({
  database,
  name,
  location,
  kind: 'ICEBERG',
  namesFiles: true,
});

/** A column of a Hive table that a caller may SELECT. */
export interface ReadableColumn {
  /** Lower case. */
  name: string;
  /** Hive's text. */
  type: string;
  comment?: string;
  isPartitionKey: boolean;
  /** Place in the lines of text files, from 0; -1 for partition keys. */
  position: number;
}

/**
 * A table of the catalog as one caller may see it: the entry, and Lake Formation's decision. Whatever reads a table, its
 * rows or its metadata, takes this and no plain entry, so hiding is done here alone. A column is visible when its name and,
 * in an Iceberg table, its field id are: which field a column is, the table's own metadata tells, and never the
 * `iceberg.field.id` of the catalog, which anybody who may change the entry can write.
 */
export class AuthorizedTable {
  readonly database: string;
  /** Lower case. */
  readonly name: string;
  readonly kind: TableKind;
  /** The table's own folder: as the catalog says or, where other engines leave that out, the one above its metadata. */
  readonly location: string;
  readonly #entry: CatalogTable;
  readonly #access: TableAccess;
  /** The current fields, where they are needed for what the catalog shows. */
  readonly #schema: Schema | undefined;

  private constructor(entry: CatalogTable, access: TableAccess, schema: Schema | undefined) {
    this.#entry = entry;
    this.#access = access;
    this.#schema = schema;
    this.database = entry.DatabaseName;
    this.name = entry.Name;
    this.kind = tableKind(entry);
    this.location = tableLocation(entry);
  }

  /**
   * The one way to get one. The metadata of an Iceberg table is read only for who sees a part of its columns; then it is
   * also written down what the grants' names stand for, where nobody has done so.
   */
  static async of({ account, principal }: Viewer, entry: CatalogTable): Promise<AuthorizedTable> {
    const decide = () => account.lakeFormation.tableAccess(principal.grantee, entry);
    const access = decide();
    if (access.permissions.has('SELECT') || !access.selectsSome)
      return new AuthorizedTable(entry, access, undefined);
    const schema = await icebergSchema(account, entry);
    const learned = schema && learnFieldIds(account.store, entry, schema, [...access.columnGrants]);
    return new AuthorizedTable(entry, learned ? decide() : access, schema);
  }

  /** May the caller know of the table at all? */
  get visible(): boolean {
    return this.#access.visible;
  }

  /** Has the caller a permission on the table as a whole? */
  may(permission: Permission): boolean {
    return this.#access.permissions.has(permission);
  }

  /** May the caller SELECT every column, and every row? */
  get seesAll(): boolean {
    return this.#access.permissions.has('SELECT') && this.#access.rowFilter === undefined;
  }

  /** Does the caller see the table through a filter? (Who may SELECT nothing of it does not.) */
  get isFiltered(): boolean {
    return this.#access.selectsSome && !this.seesAll;
  }

  /** The rows that the caller may SELECT; undefined: all. */
  get rowFilter(): string | undefined {
    return this.#access.rowFilter;
  }

  /** Where its files are, and what the decision on them needs. */
  get storage(): TableStorage {
    const { database, name, location, kind } = this;
    return { database, name, location, kind, namesFiles: !this.isFiltered };
  }

  get metadataLocation(): string | undefined {
    return this.#entry.Parameters?.metadata_location;
  }

  /** Current columns that the caller may SELECT, by the catalog's list, partition keys last. */
  get readableColumns(): ReadableColumn[] {
    const of = (list: Column[] | undefined, isPartitionKey: boolean): ReadableColumn[] =>
      (list ?? []).flatMap((column, i) =>
        isCurrent(column) && this.#reads(column)
          ? [
              {
                name: lowerName(column),
                type: column.Type ?? 'string',
                ...(column.Comment === undefined ? {} : { comment: column.Comment }),
                isPartitionKey,
                position: isPartitionKey ? -1 : i,
              },
            ]
          : [],
      );
    const { StorageDescriptor: storage, PartitionKeys } = this.#entry;
    return [...of(storage?.Columns, false), ...of(PartitionKeys, true)];
  }

  /** Current columns, without partition keys, that the caller is shown in metadata. */
  get shownColumns(): Column[] {
    return (this.#entry.StorageDescriptor?.Columns ?? []).filter((c) => isCurrent(c) && this.#shows(c));
  }

  /** Partition keys that the caller is shown in metadata. */
  get shownKeys(): Column[] {
    return (this.#entry.PartitionKeys ?? []).filter((column) => this.#shows(column));
  }

  /** Is every partition key shown? The values of partitions are data of all of them. */
  get showsAllKeys(): boolean {
    return (this.#entry.PartitionKeys ?? []).every((column) => this.#shows(column));
  }

  /** The entry with only what the caller may see of it: for answers. */
  get shown(): CatalogTable {
    return this.#trimmed(this.#entry);
  }

  /**
   * An older definition. A column that the table no longer has is shown only to who may see all of its columns: under the
   * grants of today nobody can say whether it would be hidden.
   */
  shownVersion(version: CatalogTable): CatalogTable {
    if (this.#showsEverything) return version;
    const names = new Set([...this.shownColumns, ...this.shownKeys].map(lowerName));
    return this.#trimmed(version, (column) => this.#shows(column) && names.has(lowerName(column)));
  }

  /** A partition with only the columns that the caller may see. */
  shownPartition(partition: Partition): Partition {
    const { StorageDescriptor: storage, Parameters } = partition;
    if (this.#showsEverything) return partition;
    return {
      ...partition,
      ...(Parameters ? { Parameters: this.shownProperties(Parameters) } : {}),
      ...(storage ? { StorageDescriptor: this.#trimmedStorage(storage) } : {}),
    };
  }

  /** Properties of the table without those that tell of hidden columns. */
  shownProperties(properties: Record<string, string>): Record<string, string> {
    return this.#showsEverything ? properties : withoutHidden(properties, this.#hiddenNames);
  }

  /**
   * The current fields of an Iceberg table that the caller may SELECT, by lower-case name. Which columns there are comes
   * from Glue's list, as in Athena; what each is, and its name, from the table's metadata.
   * @param schema the current one, of the metadata that is read
   */
  fields(schema: Schema, options: { asTarget?: boolean } = {}): Map<string, Field> {
    const columns = (this.#entry.StorageDescriptor?.Columns ?? []).filter(isCurrent);
    // A column of another name than its field's is the field that it is said to be, under the field's name.
    const listed = new Set(
      [
        ...columns.map((column) => fieldOf(column, schema)),
        ...columns.map((c) => fieldById(c, schema)),
      ].filter((field) => field !== undefined),
    );
    // Rows can be put in without a right to read any.
    const all = options.asTarget && this.#showsEverything;
    const fields = new Map<string, Field>();
    for (const field of listed)
      if (all || this.#access.selects(field)) fields.set(field.name.toLowerCase(), field);
    return fields;
  }

  /**
   * The columns of an older schema that the caller may see. A column is followed by its id: grants must cover the name that
   * it has today, and the name that it had then, too. Columns that are dropped by now are for those only who see the whole
   * table: nobody can say what a grant of today means for them.
   */
  fieldsAt(then: Schema, current: Schema): Map<string, Field> {
    const readable = new Set([...this.fields(current).values()].map(({ id }) => id));
    const whole = this.#access.permissions.has('SELECT');
    const seen = then.fields.filter(
      (field) => whole || (readable.has(field.id) && this.#access.selects(field)),
    );
    return new Map(seen.map((field) => [field.name.toLowerCase(), field]));
  }

  /** May the caller SELECT what a data file without field ids calls by a name, and the table says is a field? */
  readsAs(name: string, id: number): boolean {
    return this.#access.selects({ name, id });
  }

  /** How the files of a Hive table are read. */
  get format(): {
    serde: string;
    serdeParameters: Record<string, string>;
    parameters: Record<string, string>;
  } {
    const { StorageDescriptor, Parameters } = this.#entry;
    const { SerializationLibrary, Parameters: serdeParameters } = StorageDescriptor?.SerdeInfo ?? {};
    return {
      serde: SerializationLibrary ?? '',
      serdeParameters: serdeParameters ?? {},
      parameters: Parameters ?? {},
    };
  }

  /** Names of all partition keys, lower case: the parts of a partition's values. */
  get partitionKeys(): string[] {
    return (this.#entry.PartitionKeys ?? []).map(lowerName);
  }

  /** The entry whole, for who replaces or removes it. Nothing of it is for an answer. */
  get forCommit(): CatalogTable {
    return this.#entry;
  }

  /** All columns are shown to who may SELECT them all, and to who has a right to the table without any SELECT. */
  get #showsEverything(): boolean {
    const { permissions, selectsSome } = this.#access;
    return permissions.has('SELECT') || (!selectsSome && permissions.size > 0);
  }

  #shows(column: Column): boolean {
    return this.#showsEverything || this.#reads(column);
  }

  #reads(column: Column): boolean {
    if (this.#access.permissions.has('SELECT')) return true;
    const { Name: name = '' } = column;
    if (!this.#access.selects({ name })) return false;
    if (!this.#schema) return true;
    const field = fieldOf(column, this.#schema);
    return field !== undefined && this.#access.selects(field) && this.#access.selects({ name, id: field.id });
  }

  get #hiddenNames(): string[] {
    const { StorageDescriptor: storage, PartitionKeys } = this.#entry;
    const listed = [...(storage?.Columns ?? []), ...(PartitionKeys ?? [])].filter((c) => !this.#shows(c));
    const fields = (this.#schema?.fields ?? []).filter((field) => !this.#access.selects(field));
    return [...listed.map(({ Name = '' }) => Name), ...fields.map(({ name }) => name)];
  }

  #trimmed(table: CatalogTable, shows = (column: Column) => this.#shows(column)): CatalogTable {
    if (this.#showsEverything) return table;
    const { StorageDescriptor: storage, Parameters, PartitionKeys = [] } = table;
    return {
      ...table,
      ...(storage ? { StorageDescriptor: this.#trimmedStorage(storage, shows) } : {}),
      ...(Parameters ? { Parameters: this.shownProperties(Parameters) } : {}),
      PartitionKeys: PartitionKeys.filter(shows),
    };
  }

  #trimmedStorage(
    storage: StorageDescriptor,
    shows = (column: Column) => this.#shows(column),
  ): StorageDescriptor {
    const { SkewedInfo: _, ...rest } = storage;
    const { SerdeInfo: serde, Parameters, BucketColumns, SortColumns } = storage;
    const showsName = (name: string | undefined) => shows({ Name: name ?? '' });
    return {
      ...rest,
      Columns: (storage.Columns ?? []).filter(shows),
      ...(serde?.Parameters
        ? { SerdeInfo: { ...serde, Parameters: this.shownProperties(serde.Parameters) } }
        : {}),
      ...(Parameters ? { Parameters: this.shownProperties(Parameters) } : {}),
      ...(BucketColumns ? { BucketColumns: BucketColumns.filter(showsName) } : {}),
      ...(SortColumns ? { SortColumns: SortColumns.filter(({ Column: name }) => showsName(name)) } : {}),
    };
  }
}

const lowerName = ({ Name }: Column): string => (Name ?? '').toLowerCase();

/** Which field a column of the catalog is: the one of its name, or else the one that the catalog says it is. */
const fieldOf = (column: Column, schema: Schema): Field | undefined =>
  columnByName(schema, column.Name ?? '') ?? fieldById(column, schema);

/** The field that the catalog says a column is, which need not be true. */
function fieldById({ Parameters }: Column, schema: Schema): Field | undefined {
  const id = Parameters?.['iceberg.field.id'];
  return id !== undefined && /^\d+$/.test(id)
    ? schema.fields.find((field) => field.id === Number(id))
    : undefined;
}
