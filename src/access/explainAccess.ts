import { DATABASE, SANDBOX } from '../../infra/names';
import { CliError } from '../cliError';
import type { Clients } from '../target/clients';
import { type RoleName, roleName } from '../target/roles';
import type { Target } from '../target/target';
import { accessFacts } from './accessFacts';
import { type AccessRow, accessRows } from './accessRows';

/**
 * Who sees what, and why: for every column of every table which gate decides, IAM or Lake Formation, and by which
 * statement or grant.
 *
 * @param clients the deployer's: the role itself may not read its own policies
 * @param wanted tables, as `customers` (of database `lakehouse`) or `sandbox.mine`; all when none is named
 * @throws CliError for a table or a role that does not exist
 */
export async function explainAccess(
  target: Target,
  clients: Clients,
  role: RoleName,
  wanted: readonly string[] = [],
): Promise<AccessRow[]> {
  const names = wanted.map((name) => (name.includes('.') ? name : `${DATABASE}.${name}`).toLowerCase());
  const databases = [...new Set([DATABASE, SANDBOX, ...names.map((name) => name.split('.')[0]!)])];
  const facts = await accessFacts(target, clients, role, databases).catch((error: Error) => {
    if (error.name !== 'NoSuchEntityException') throw error;
    throw new CliError(
      `There is no role ${roleName(role)}: the layer foundation is not deployed.`,
      'npx lakehouse up --layer foundation deploys it.',
    );
  });
  const rows = await accessRows(facts);
  const known = new Set(rows.map(({ database, table }) => `${database}.${table}`));
  for (const name of names)
    if (!known.has(name))
      throw new CliError(
        `There is no table ${name}.`,
        'npx lakehouse sql "SHOW TABLES" lists those of a database.',
      );
  return names.length === 0
    ? rows
    : rows.filter(({ database, table }) => names.includes(`${database}.${table}`));
}
