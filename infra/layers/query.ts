import { AthenaNamedQuery } from '@cdktf/provider-aws/lib/athena-named-query';
import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import type { Construct } from 'constructs';
import { type Environment, Layer } from '../layer';
import { type BucketPurpose, DATABASE, ROLES, type RoleName, roleName } from '../names';
import { DEMO_QUERIES } from '../queries';

export interface QueryProps {
  buckets: Record<BucketPurpose, string>;
  keyArn: string;
}

/** The most that one query may scan; then Athena cancels it. Bytes. */
const SCAN_CUTOFF: Record<RoleName, number> = {
  engineer: 10 * 2 ** 30,
  analyst: 2 ** 30,
  steward: 10 * 2 ** 20,
};

/** Paying by the byte: one work group a role, with a place for results of its own and a cutoff. */
export class QueryLayer extends Layer {
  constructor(scope: Construct, environment: Environment, props: QueryProps) {
    super(scope, 'query', environment);
    for (const role of ROLES) {
      const group = new AthenaWorkgroup(this, role, {
        name: roleName(role),
        description: `Queries of the ${role}`,
        forceDestroy: true,
        configuration: {
          enforceWorkgroupConfiguration: true,
          publishCloudwatchMetricsEnabled: true,
          bytesScannedCutoffPerQuery: SCAN_CUTOFF[role],
          resultConfiguration: {
            outputLocation: `s3://${props.buckets.results}/${role}/`,
            encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: props.keyArn },
          },
        },
      });
      if (role === 'steward') continue;
      for (const query of DEMO_QUERIES) {
        new AthenaNamedQuery(this, `${role}_${query.name}`, {
          name: query.name,
          description: query.description,
          database: DATABASE,
          workgroup: group.name,
          query: query.sql,
        });
      }
    }
    this.output('work_groups', Object.fromEntries(ROLES.map((role) => [role, roleName(role)])));
  }
}
