import type { TableVersion } from '../../sql/syntax/ast/query';

/** The catalog that every relation is in, as statements name it. */
export const CATALOG = 'awsdatacatalog';

/** A relation as a statement names it. The same expression has the same value wherever it stands: it is a constant. */
export function relationKey(
  name: { catalog?: string; database: string; name: string },
  asOf?: TableVersion,
): string {
  const names = [name.catalog ?? CATALOG, name.database, name.name].join('\n').toLowerCase();
  return asOf ? `${names}\n${JSON.stringify(asOf)}` : names;
}
