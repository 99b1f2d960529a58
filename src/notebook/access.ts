import type { AccessRow } from '../access/accessRows';
import { accessText, byTable, type TableAccess } from '../access/accessText';
import { explainAccess } from '../access/explainAccess';
import type { RoleName } from '../target/roles';
import { show, shown, type View } from './display';
import { html } from './html';
import { asLakehouseError, clients, target } from './session';

export interface AccessOptions {
  /** Whose eyes: `analyst` by default. */
  as?: RoleName;
  /** `customers`, or `sandbox.mine`; all tables by default. */
  table?: string;
  /** False: the rows are returned only, not shown. */
  show?: boolean;
}

/**
 * Tells for each column whether a role sees it, and which gate decides: IAM or Lake Formation, by which statement or
 * grant.
 * @throws LakehouseError for a table that does not exist
 */
export async function access({
  as = 'analyst',
  table,
  ...options
}: AccessOptions = {}): Promise<AccessRow[]> {
  const rows = await explainAccess(await target(), await clients(), as, table ? [table] : []).catch(
    asLakehouseError,
  );
  if (options.show === false) return rows;
  show(accessView(as, byTable(rows)));
  return shown(rows, `${rows.length} columns: .table, .column, .sees, .gate, .because`);
}

const CELL = 'padding:3px 10px;border-bottom:1px solid #8884;text-align:left;vertical-align:top';

function accessView(role: RoleName, tables: TableAccess[]): View {
  const title = `What the ${role} sees`;
  return {
    text: `${title}\n${accessText(tables)}`,
    html: html`<div style="font-size:13px"><b>${title}</b><table style="border-collapse:collapse">${tables.map(
      ({ table, groups, note }) =>
        html`<tr><th style="${CELL}" colspan="3">${table}</th></tr>${groups.map(
          ({ sees, gate, because, columns }) =>
            html`<tr><td style="${CELL};white-space:nowrap;color:${sees ? '#1a7f37' : '#cf222e'}">${sees ? '✓ sees' : '✗ hidden'}</td><td style="${CELL}">${columns.join(', ')}</td><td style="${CELL}"><b>${gate}</b>: ${because}</td></tr>`,
        )}${note && html`<tr><td style="${CELL};opacity:.7" colspan="3">${note}</td></tr>`}`,
    )}</table></div>`,
  };
}
