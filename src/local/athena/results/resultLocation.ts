import type { Statement } from '../../../sql/syntax/ast/statement';
import { parseS3Uri } from '../../s3/objectStore';
import type { Execution } from '../execution/execution';

/** Where a statement's result object goes below the output location, as AWS names it. */
export function resultName(statement: Statement, id: string): string {
  switch (statement.type) {
    case 'query':
    case 'update':
    case 'delete':
    case 'merge':
      return `${id}.csv`;
    case 'insert':
    case 'unload':
      return id;
    case 'createTableAs':
      return `tables/${id}`;
    default:
      return `${id}.txt`;
  }
}

export const joinLocation = (location: string, name: string): string =>
  `${location}${location.endsWith('/') ? '' : '/'}${name}`;

/** Bucket and key of a query's result object. */
export function resultObject(execution: Pick<Execution, 'resultConfiguration'>): {
  bucket: string;
  key: string;
} {
  return parseS3Uri(execution.resultConfiguration.OutputLocation);
}
