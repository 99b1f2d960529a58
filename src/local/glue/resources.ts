import type { JsonService } from '../service';
import { foldName } from './catalog';

/** Where an operation's input names what the operation acts on: exactly the members that the operation itself reads. */
type Subject =
  | { on: 'catalog' }
  | { on: 'arn' }
  | { on: 'database'; name: string[] }
  | { on: 'table'; name: string[] }
  | { on: 'tables'; names?: string };

const SUBJECTS: Record<string, Subject> = {
  GetDatabases: { on: 'catalog' },
  SearchTables: { on: 'catalog' },
  GetCatalogImportStatus: { on: 'catalog' },
  CreateDatabase: { on: 'database', name: ['DatabaseInput', 'Name'] },
  GetDatabase: { on: 'database', name: ['Name'] },
  UpdateDatabase: { on: 'database', name: ['Name'] },
  DeleteDatabase: { on: 'database', name: ['Name'] },
  CreateTable: { on: 'table', name: ['TableInput', 'Name'] },
  UpdateTable: { on: 'table', name: ['TableInput', 'Name'] },
  GetTable: { on: 'table', name: ['Name'] },
  DeleteTable: { on: 'table', name: ['Name'] },
  GetTables: { on: 'tables' },
  BatchDeleteTable: { on: 'tables', names: 'TablesToDelete' },
  GetTags: { on: 'arn' },
  TagResource: { on: 'arn' },
  UntagResource: { on: 'arn' },
};

/** Versions, partitions and statistics: their table is `TableName`. */
const OF_TABLE: Subject = { on: 'table', name: ['TableName'] };

/**
 * The ARNs that IAM decides on: Glue wants an action allowed on the resource and on everything above it ("AWS Glue
 * resource ARNs"), so a table needs its database and the catalog too. Deleting a database needs all of its tables.
 */
export const glueResources: JsonService['resources'] = (operation, input, { account, region }) => {
  const arn = (resource: string) => `arn:aws:glue:${region}:${account.id}:${resource}`;
  const subject = (Object.hasOwn(SUBJECTS, operation) ? SUBJECTS[operation] : undefined) ?? OF_TABLE;
  switch (subject.on) {
    case 'catalog':
      return [arn('catalog')];
    case 'arn':
      return [typeof input.ResourceArn === 'string' ? input.ResourceArn : arn(`database/${MISSING}`)];
    case 'database': {
      const database = named(input, subject.name);
      const own = [arn('catalog'), arn(`database/${database}`)];
      return operation === 'DeleteDatabase' ? [...own, arn(`table/${database}/*`)] : own;
    }
    case 'table':
    case 'tables': {
      const database = named(input, ['DatabaseName']);
      const tables = subject.on === 'table' ? [named(input, subject.name)] : namedAll(input, subject.names);
      return [
        arn('catalog'),
        arn(`database/${database}`),
        ...tables.map((table) => arn(`table/${database}/${table}`)),
      ];
    }
  }
};

/** Stands for what is no name (the operation will refuse it): only the right to all is one to it. */
const MISSING = '<missing>';

/** A name in the input. */
function named(input: unknown, path: string[]): string {
  const found = path.reduce<unknown>(
    (value, member) =>
      value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[member] : undefined,
    input,
  );
  return typeof found === 'string' && found !== '' ? foldName(found) : MISSING;
}

function namedAll(input: Record<string, unknown>, member: string | undefined): string[] {
  const list = member === undefined ? undefined : input[member];
  return Array.isArray(list) ? list.map((name) => named({ name }, ['name'])) : ['*'];
}
