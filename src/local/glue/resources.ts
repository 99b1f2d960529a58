import type { JsonService } from '../service';
import { foldName } from './catalog';

/** What an operation acts on, by the members of its input that name it. */
type Subject = 'catalog' | 'database' | 'table' | 'tables' | 'arn';

const SUBJECTS: Record<string, Subject> = {
  GetDatabases: 'catalog',
  SearchTables: 'catalog',
  GetCatalogImportStatus: 'catalog',
  CreateDatabase: 'database',
  GetDatabase: 'database',
  UpdateDatabase: 'database',
  DeleteDatabase: 'database',
  GetTables: 'tables',
  BatchDeleteTable: 'tables',
  GetTags: 'arn',
  TagResource: 'arn',
  UntagResource: 'arn',
};

/**
 * The ARNs that IAM decides on: Glue wants an action allowed on the resource and on everything above it ("AWS Glue
 * resource ARNs"), so a table needs its database and the catalog too. Deleting a database needs all of its tables.
 */
export const glueResources: JsonService['resources'] = (operation, input, { account, region }) => {
  const arn = (resource: string) => `arn:aws:glue:${region}:${account.id}:${resource}`;
  const nested = (value: unknown, member: string): unknown =>
    value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[member] : undefined;
  const name = (value: unknown) => (typeof value === 'string' && value !== '' ? foldName(value) : '*');

  switch (SUBJECTS[operation] ?? 'table') {
    case 'arn':
      return [typeof input.ResourceArn === 'string' ? input.ResourceArn : '*'];
    case 'catalog':
      return [arn('catalog')];
    case 'database': {
      const database = name(input.Name ?? nested(input.DatabaseInput, 'Name'));
      const own = [arn('catalog'), arn(`database/${database}`)];
      return operation === 'DeleteDatabase' ? [...own, arn(`table/${database}/*`)] : own;
    }
    case 'tables': {
      const database = name(input.DatabaseName);
      const doomed = Array.isArray(input.TablesToDelete) ? input.TablesToDelete.map(name) : ['*'];
      return [
        arn('catalog'),
        arn(`database/${database}`),
        ...doomed.map((table) => arn(`table/${database}/${table}`)),
      ];
    }
    case 'table': {
      const database = name(input.DatabaseName);
      const table = name(input.TableName ?? nested(input.TableInput, 'Name') ?? input.Name);
      return [arn('catalog'), arn(`database/${database}`), arn(`table/${database}/${table}`)];
    }
  }
};
