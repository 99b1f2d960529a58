import { type GateDecision, iamDecision, type Need, type NeedDecision, type RoleIdentity } from './iamGate';
import {
  type ColumnDecision,
  futureColumnsNote,
  type Holder,
  lakeFormationDecision,
} from './lakeFormationGate';
import { type LakeTable, type Registration, registrationOf } from './lakeTable';
import { needsOf, type Place } from './requiredActions';
import { viewColumns } from './viewColumns';

/** All that the decision is made of, as the services tell it. */
export interface AccessFacts {
  role: RoleIdentity;
  place: Place;
  tables: LakeTable[];
  registered: Registration[];
  holder: Holder;
  /** Kinds of grants that the role holds and that are not followed: `by LF-Tags`. */
  unread: string[];
}

/** Whether a role may SELECT one column through Athena, and why. */
export interface AccessRow {
  database: string;
  table: string;
  column: string;
  kind: LakeTable['kind'];
  sees: boolean;
  /** The gate that decides: the first that is shut; when both are open, the one that guards the data. */
  gate: 'IAM' | 'Lake Formation';
  /** The policy statement or the grant that decides. */
  because: string;
  /** Both gates apart. `needs` are IAM's decisions one by one, up to the first that is shut. */
  gates: { iam: GateDecision & { needs: NeedDecision[] }; lakeFormation: GateDecision };
  /** Of the table: what becomes of a column that is added, and what this explanation does not follow. */
  note?: string;
}

/** Explains every column of every table. Pure: facts in, rows out. */
export async function accessRows(facts: AccessFacts): Promise<AccessRow[]> {
  const decide = remembering(facts.role);
  const [views, tables] = [true, false].map((view) =>
    facts.tables.filter(({ kind }) => (kind === 'VIEW') === view),
  ) as [LakeTable[], LakeTable[]];
  const rows: AccessRow[] = [];
  for (const table of tables) rows.push(...(await tableRows(table, facts, decide)));
  for (const view of views) {
    const own = await tableRows(view, facts, decide);
    rows.push(...viewColumns(view, own, { views, tables, rows }));
  }
  const order = new Map(facts.tables.map((table, i) => [`${table.database}.${table.name}`, i]));
  const at = (row: AccessRow) => order.get(`${row.database}.${row.table}`)!;
  return rows.sort((a, b) => at(a) - at(b));
}

type Decide = (need: Need) => Promise<NeedDecision>;

/** Many tables need the same: each need is decided once. */
function remembering(role: RoleIdentity): Decide {
  const known = new Map<string, Promise<NeedDecision>>();
  return (need) => {
    const key = JSON.stringify([need.action, need.resource, need.context]);
    const decision = known.get(key) ?? iamDecision(role, need);
    known.set(key, decision);
    return decision;
  };
}

async function tableRows(table: LakeTable, facts: AccessFacts, decide: Decide): Promise<AccessRow[]> {
  const registration = table.location ? registrationOf(table.location, facts.registered) : undefined;
  const needs: NeedDecision[] = [];
  for (const need of needsOf(table, registration !== undefined, facts.place)) {
    needs.push(await decide(need));
    if (!needs.at(-1)!.open) break;
  }
  const last = needs.at(-1)!;
  const iam = { open: last.open, because: last.because, needs };
  const columns = table.columns.map(({ name }) => {
    const granted = lakeFormationDecision(table, name, facts.holder);
    return { name, granted, verdict: verdict(iam, granted, table, registration) };
  });
  const seen = columns.some(({ verdict: { sees } }) => sees);
  const notes = [
    seen ? futureColumnsNote(table, facts.holder) : undefined,
    registration?.hybrid
      ? 'the location is registered in hybrid access mode: Lake Formation counts only for principals that opted in'
      : undefined,
    ...facts.unread.map((kind) => `the role also holds grants ${kind}, which are not followed here`),
  ].filter((note) => note !== undefined);
  return columns.map(({ name, granted, verdict: decided }) => ({
    database: table.database,
    table: table.name,
    column: name,
    kind: table.kind,
    ...decided,
    gates: { iam, lakeFormation: { open: granted.open, because: granted.because } },
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  }));
}

/** Both gates must be open (Lake Formation, "Overview of Lake Formation permissions"). */
function verdict(
  iam: GateDecision,
  granted: ColumnDecision,
  table: LakeTable,
  registration: Registration | undefined,
): Pick<AccessRow, 'sees' | 'gate' | 'because'> {
  const unregistered = table.kind !== 'VIEW' && !registration;
  if (!iam.open)
    return {
      sees: false,
      gate: 'IAM',
      because: granted.open ? iam.because : `${iam.because}; Lake Formation is shut too: ${granted.because}`,
    };
  if (!granted.open)
    return {
      sees: false,
      gate: 'Lake Formation',
      // The catalog is governed wherever the files are.
      because: unregistered
        ? `${granted.because} (its location is not registered, its entry is governed)`
        : granted.because,
    };
  if (unregistered)
    return { sees: true, gate: 'IAM', because: `not registered: IAM on S3 decides; ${iam.because}` };
  return { sees: true, gate: granted.leftToIam ? 'IAM' : 'Lake Formation', because: granted.because };
}
