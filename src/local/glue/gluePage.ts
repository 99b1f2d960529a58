import { AwsError } from '../errors';
import { pageOf } from './page';

/** A page of a list of Glue's API. @throws AwsError InvalidInputException for a token that no page gave */
export function gluePage<T>(
  items: T[],
  keyOf: (item: T) => string,
  request: { NextToken?: string; MaxResults?: number },
  most: number,
): { items: T[]; NextToken?: string } {
  const { items: found, nextToken } = pageOf(
    items,
    keyOf,
    { token: request.NextToken || undefined, limit: request.MaxResults ?? most },
    () => new AwsError('InvalidInputException', 'Invalid NextToken.'),
  );
  return { items: found, NextToken: nextToken };
}
