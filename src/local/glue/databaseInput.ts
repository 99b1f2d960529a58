import type { DatabaseInput } from '@aws-sdk/client-glue';
import { Constraints } from './constraints';

/** @throws AwsError ValidationException */
export function checkDatabaseInput(input: DatabaseInput | undefined): void {
  new Constraints().structure('databaseInput', input).check();
  new Constraints()
    .text('databaseInput.name', input?.Name)
    .optionalText('databaseInput.description', input?.Description, { min: 0, max: 2048 })
    .optionalText('databaseInput.locationUri', input?.LocationUri, { max: 1024 })
    .strings('databaseInput.parameters', input?.Parameters)
    .optionalList('databaseInput.createTableDefaultPermissions', input?.CreateTableDefaultPermissions)
    .check();
}
