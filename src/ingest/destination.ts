import { bucketName } from '../../infra/names';
import { CliError } from '../cliError';
import type { Clients } from '../target/clients';
import { type RoleName, roleName } from '../target/roles';
import type { Target } from '../target/target';
import type { Destination } from './load';

/** The database of the learner's own tables, as the destination of loads by `role`. @throws CliError when it is not there */
export async function sandbox(target: Target, clients: Clients, role: RoleName): Promise<Destination> {
  const { GetDatabaseCommand } = await import('@aws-sdk/client-glue');
  const { Database } = await (await clients.glue())
    .send(new GetDatabaseCommand({ Name: 'sandbox' }))
    .catch((error: unknown) => {
      throw new CliError(
        `The database sandbox cannot be seen as ${role}: ${error instanceof Error ? error.message : error}`,
        'Run `make up` first, or load as engineer.',
      );
    });
  const location = Database?.LocationUri ?? '';
  return {
    clients,
    workGroup: roleName(role),
    database: 'sandbox',
    databaseLocation: location.endsWith('/') ? location : `${location}/`,
    rawBucket: bucketName('raw', target),
  };
}
