import { type Grant, grantInWords, IAM_ALLOWED_PRINCIPALS } from './grant';
import type { GateDecision } from './iamGate';
import type { LakeTable } from './lakeTable';

/** What Lake Formation knows of a role: the grants that count for it, and whether it is an administrator. */
export interface Holder {
  arn: string;
  /** Of the role itself, of its account's group, and of IAM_ALLOWED_PRINCIPALS. */
  grants: Grant[];
  administrator: boolean;
}

/** Lake Formation's decision for one column. */
export interface ColumnDecision extends GateDecision {
  /** IAM_ALLOWED_PRINCIPALS opens it: Lake Formation leaves the decision to IAM. */
  leftToIam: boolean;
}

/** SELECT on the column by the union of all grants (Lake Formation, "Lake Formation permissions reference"). */
export function lakeFormationDecision(table: LakeTable, column: string, holder: Holder): ColumnDecision {
  const held = grantsOn(table, holder);
  const words = (grant: Grant) => grantInWords(grant, holder.arn);
  const opening = held.filter((grant) => opens(grant, column));
  // With it on a table no other grant counts, so it is the one that decides.
  const everybody = opening.find(({ principal }) => principal === IAM_ALLOWED_PRINCIPALS);
  const giving = everybody ?? opening[0];
  if (giving)
    return {
      open: true,
      leftToIam: everybody !== undefined,
      because: everybody ? `${words(everybody)}; Lake Formation leaves it to IAM` : words(giving),
    };
  return { open: false, leftToIam: false, because: whyShut(table, held, holder) };
}

function whyShut(table: LakeTable, held: Grant[], holder: Holder): string {
  const name = `${table.database}.${table.name}`;
  const lists = held.filter(selects);
  if (lists.length > 0) return lists.map((grant) => `not in ${grantInWords(grant, holder.arn)}`).join('; ');
  if (held.length > 0)
    return `no SELECT: only ${held.map((grant) => grantInWords(grant, holder.arn)).join('; ')}`;
  return holder.administrator
    ? `no grant on ${name}; a data lake administrator describes everything and reads nothing that was not granted`
    : `no grant on ${name}`;
}

/**
 * What becomes of a column that is added futureColumnsNote. An exclude list covers it, and so does SELECT on the whole table; an
 * include list does not (Lake Formation, "TableWithColumnsResource").
 *
 * @returns undefined when no SELECT is granted at all
 */
export function futureColumnsNote(table: LakeTable, holder: Holder): string | undefined {
  const lists = grantsOn(table, holder).filter(selects);
  if (lists.length === 0) return undefined;
  const wildcard = lists.filter(({ columns }) => !columns || 'exclude' in columns);
  if (wildcard.length === 0)
    return 'a column added futureColumnsNote will be hidden: the grant lists what is seen';
  const whole = wildcard.some(
    ({ columns }) => !columns || ('exclude' in columns && columns.exclude.length === 0),
  );
  return whole
    ? 'a column added futureColumnsNote will be visible: the grant is on the whole table'
    : 'a column added futureColumnsNote will be visible: the grant lists what is hidden';
}

const grantsOn = (table: LakeTable, { grants }: Holder): Grant[] =>
  grants.filter(
    (grant) => grant.database === table.database && (grant.table === undefined || grant.table === table.name),
  );

/** ALL stands for every permission on a table. */
const selects = ({ permissions }: Grant): boolean =>
  permissions.includes('SELECT') || permissions.includes('ALL');

function opens(grant: Grant, column: string): boolean {
  if (!selects(grant)) return false;
  const { columns } = grant;
  if (!columns) return true;
  return 'include' in columns ? columns.include.includes(column) : !columns.exclude.includes(column);
}
