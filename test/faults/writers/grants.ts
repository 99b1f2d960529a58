import type { Permission } from '@aws-sdk/client-lakeformation';
import type { FaultAccount } from '../harness/faultAccount';
import { type Scene, someName, type Writer } from '../harness/writer';
import { DATABASE } from './setting';

const Resource = { Database: { Name: DATABASE } };

async function readGrants({ clients: { lakeFormation } }: FaultAccount, principal: string) {
  const Principal = { DataLakePrincipalIdentifier: principal };
  const { PrincipalResourcePermissions = [] } = await lakeFormation.listPermissions({ Principal, Resource });
  const held = PrincipalResourcePermissions.flatMap(({ Permissions = [] }) => Permissions).sort();
  return held.length ? held : null;
}

const PERMISSIONS: Permission[] = ['ALTER', 'CREATE_TABLE', 'DESCRIBE', 'DROP'];

/** Grants and revokes permissions on a database. */
export const grantWriter: Writer = {
  name: 'grants',
  async step({ account, ledger, random }: Scene) {
    const { lakeFormation } = account.clients;
    const principal = `arn:aws:iam::123456789012:role/${someName(random, 'faults-reader', 6)}`;
    const key = `grant/${principal}`;
    if (!ledger.isSettled(key)) return;
    const held = ledger.value<Permission[]>(key) ?? [];
    const one = random.pick(PERMISSIONS);
    const isHeld = held.includes(one);
    const next = isHeld ? held.filter((other) => other !== one) : [...held, one].sort();
    const input = { Principal: { DataLakePrincipalIdentifier: principal }, Resource, Permissions: [one] };
    return ledger.change(
      key,
      () => readGrants(account, principal),
      next.length ? next : null,
      () => (isHeld ? lakeFormation.revokePermissions(input) : lakeFormation.grantPermissions(input)),
    );
  },
};
