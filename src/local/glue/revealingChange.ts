/** Changes of a definition under which a column that a grant hides would come out under another name. */
import type { Column, Partition, PartitionInput, StorageDescriptor, TableInput } from '@aws-sdk/client-glue';
import type { Account } from '../account';
import { AwsError } from '../errors';
import { icebergSchema, learnFieldIds } from '../lakeformation/fieldIds';
import { openGrants } from '../lakeformation/grants';
import { type CatalogTable, foldName } from './catalog';
import { tableKind } from './tableKind';

/**
 * Prepares the replacement of a definition. `refuse` is to be called in the transaction of the replacement: it looks at the
 * table as it is then.
 *
 * Of an Iceberg table, what its column grants stand for is written down first, so that they follow the columns through
 * every rename. A table of files has no ids: its columns are places in lines, or names in files. So as long as somebody
 * has a grant on single columns of it, its columns must keep names and places (others may be added at the end), and what
 * its files are read by must stay.
 *
 * @throws AwsError InvalidInputException (by `refuse`)
 */
export async function revealingChange(
  account: Account,
  database: string,
  next: TableInput,
): Promise<{ refuse(): void }> {
  const name = foldName(next.Name ?? '');
  const hasColumnGrants = () => openGrants(account.store).onColumnsOf(database, name).length > 0;
  const known = hasColumnGrants() ? account.catalog.table(database, name) : undefined;
  const schema = known && (await icebergSchema(account, known));
  return {
    refuse() {
      if (!hasColumnGrants()) return;
      const table = account.catalog.table(database, name);
      if (!table) return;
      if (schema && table.Parameters?.metadata_location === known?.Parameters?.metadata_location)
        learnFieldIds(account.store, table, schema);
      const reveals = revealing(table, next);
      if (reveals) throw refusal(table, reveals);
    },
  };
}

/**
 * The same for a partition of a table of files: what its own descriptor says of columns and format must be what the table
 * says, and it stays where it is.
 * @param known the partition as it is, if it is there
 * @throws AwsError InvalidInputException
 */
export function refuseRevealingPartition(
  account: Account,
  table: CatalogTable,
  { StorageDescriptor: storage }: PartitionInput,
  known: Partition | undefined,
): void {
  if (!storage || openGrants(account.store).onColumnsOf(table.DatabaseName, table.Name).length === 0) return;
  const own = table.StorageDescriptor;
  if (storage.Columns?.length && !keeps(storage.Columns, own?.Columns ?? []))
    throw refusal(table, 'its columns');
  if (storage.SerdeInfo?.SerializationLibrary && !sameFormat(storage, own))
    throw refusal(table, 'its format');
  if (storage.InputFormat && storage.InputFormat !== own?.InputFormat) throw refusal(table, 'its format');
  if (known && known.StorageDescriptor?.Location !== storage.Location) throw refusal(table, 'its location');
}

const refusal = (table: CatalogTable, what: string): AwsError =>
  new AwsError(
    'InvalidInputException',
    `${table.DatabaseName}.${table.Name} cannot be changed in ${what} while permissions on single columns of it are granted: a hidden column could be read under another name.`,
  );

/** What of a definition would be read in another way; undefined if nothing is. */
function revealing(table: CatalogTable, next: TableInput): string | undefined {
  const kind = tableKind(table);
  if (kind === 'VIEW') return undefined;
  if (tableKind(next) !== kind) return 'its kind';
  if (kind === 'ICEBERG') return undefined;
  const [old, storage] = [table.StorageDescriptor, next.StorageDescriptor];
  if (!keeps(old?.Columns ?? [], storage?.Columns ?? [])) return 'its columns';
  if (names(table.PartitionKeys) !== names(next.PartitionKeys)) return 'its partition keys';
  if (!sameFormat(old, storage) || (old?.InputFormat ?? '') !== (storage?.InputFormat ?? ''))
    return 'its format';
  if ((old?.Location ?? '') !== (storage?.Location ?? '')) return 'its location';
  return undefined;
}

/** Does a list begin with the columns of another, with none of them again behind? */
function keeps(columns: Column[], next: Column[]): boolean {
  const [old, all] = [columns, next].map((list) => list.map(({ Name = '' }) => Name.toLowerCase())) as [
    string[],
    string[],
  ];
  const added = all.slice(old.length);
  return (
    old.every((name, i) => all[i] === name) &&
    added.every((name, i) => !old.includes(name) && added.indexOf(name) === i)
  );
}

const names = (columns: Column[] | undefined): string =>
  JSON.stringify((columns ?? []).map(({ Name = '' }) => Name.toLowerCase()));

function sameFormat(a: StorageDescriptor | undefined, b: StorageDescriptor | undefined): boolean {
  const format = ({ SerdeInfo: serde }: StorageDescriptor = {}) =>
    JSON.stringify([serde?.SerializationLibrary ?? '', Object.entries(serde?.Parameters ?? {}).sort()]);
  return format(a) === format(b);
}
