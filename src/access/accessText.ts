import type { AccessRow } from './accessRows';

/** Columns of one table about which the same is said. */
export interface AccessGroup extends Pick<AccessRow, 'sees' | 'gate' | 'because'> {
  columns: string[];
}

/** One table's access, its columns grouped by what decides on them. */
export interface TableAccess {
  /** `lakehouse.customers`. */
  table: string;
  kind: AccessRow['kind'];
  groups: AccessGroup[];
  note?: string;
}

/** The rows by table, in their order. */
export function byTable(rows: readonly AccessRow[]): TableAccess[] {
  const tables = new Map<string, TableAccess>();
  for (const { database, table: name, column, kind, sees, gate, because, note } of rows) {
    const table = `${database}.${name}`;
    const access = tables.get(table) ?? { table, kind, groups: [], ...(note ? { note } : {}) };
    tables.set(table, access);
    const group = access.groups.find(
      (one) => one.sees === sees && one.gate === gate && one.because === because,
    );
    if (group) group.columns.push(column);
    else access.groups.push({ sees, gate, because, columns: [column] });
  }
  return [...tables.values()];
}

/** Plain text: for each table what is seen and what is not, and which gate and grant decide. */
export function accessText(tables: readonly TableAccess[]): string {
  return tables
    .map(({ table, kind, groups, note }) =>
      [
        `${table}${kind === 'VIEW' ? ' (view)' : ''}`,
        ...groups.flatMap(({ sees, gate, because, columns }) => [
          `  ${sees ? '✓ sees' : '✗ hidden'}: ${columns.join(', ')}`,
          `      ${gate}: ${because}`,
        ]),
        ...(note ? [`  ${note}`] : []),
      ].join('\n'),
    )
    .join('\n');
}
