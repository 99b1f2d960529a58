import {
  LakeformationPermissions,
  type LakeformationPermissionsConfig,
} from '@cdktf/provider-aws/lib/lakeformation-permissions';
import type { Construct } from 'constructs';
import { type Environment, Layer } from '../layer';
import { DATABASE, type RoleName, SANDBOX } from '../names';
import { DEMO_TABLES } from '../tables';

export interface GovernanceProps {
  roles: Record<RoleName, string>;
}

/** The columns that the analyst must not see, by table. */
const HIDDEN: Record<string, string[]> = { customers: ['ssn'] };

/** Who sees what: one grant a principal and thing. Administrators (the deployer, the steward) get none. */
export class GovernanceLayer extends Layer {
  constructor(scope: Construct, environment: Environment, { roles }: GovernanceProps) {
    super(scope, 'governance', environment);
    const grant = (id: string, config: LakeformationPermissionsConfig) =>
      new LakeformationPermissions(this, id, config);
    const table = (name: string) => ({ databaseName: DATABASE, name });

    grant('engineer_lakehouse', {
      principal: roles.engineer,
      permissions: ['DESCRIBE'],
      database: { name: DATABASE },
    });
    grant('engineer_sandbox', {
      principal: roles.engineer,
      permissions: ['CREATE_TABLE', 'DESCRIBE'],
      database: { name: SANDBOX },
    });
    grant('analyst_lakehouse', {
      principal: roles.analyst,
      permissions: ['DESCRIBE'],
      database: { name: DATABASE },
    });
    for (const { name, raw } of DEMO_TABLES) {
      // A commit to an Iceberg table is an update of its catalog entry, hence ALTER.
      grant(`engineer_${name}`, {
        principal: roles.engineer,
        permissions: ['ALTER', 'DELETE', 'DESCRIBE', 'INSERT', 'SELECT'],
        table: table(name),
      });
      grant(`engineer_${raw}`, {
        principal: roles.engineer,
        permissions: ['DESCRIBE', 'SELECT'],
        table: table(raw),
      });
      const hidden = HIDDEN[name];
      // An exclude list shows columns that are added later; a list of the visible ones would not.
      grant(`analyst_${name}`, {
        principal: roles.analyst,
        permissions: ['SELECT'],
        ...(hidden
          ? { tableWithColumns: { ...table(name), wildcard: true, excludedColumnNames: hidden } }
          : { table: table(name) }),
      });
    }
    this.output('hidden_columns', HIDDEN);
  }
}
