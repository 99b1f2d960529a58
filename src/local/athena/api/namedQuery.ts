import type { NamedQuery as WireNamedQuery } from '@aws-sdk/client-athena';
import type { Account } from '../../account';
import type { AwsError } from '../../errors';
import { invalidRequest } from './requestError';

/** A saved query of a work group. */
export interface NamedQuery {
  id: string;
  name: string;
  description?: string;
  database: string;
  queryString: string;
  workGroup: string;
  /** The request's token: the same token answers the same query. */
  token?: string;
}

/** The account's named queries, by id and by work group. */
export function namedQueries(account: Account) {
  const byId = account.store.table<NamedQuery>('athena.namedQueries');
  const byGroup = account.store.table<string>('athena.namedQueriesByGroup');
  const byToken = account.store.table<string>('athena.namedQueriesByToken');
  return {
    find: (id: string): NamedQuery | undefined => byId.get(id),
    /** @throws AwsError InvalidRequestException (`does not exist` is what Terraform looks for) */
    get(id: string): NamedQuery {
      const found = byId.get(id);
      if (!found) throw namedQueryNotFound(id);
      return found;
    },
    withToken(token: string): NamedQuery | undefined {
      const id = byToken.get(token);
      return id === undefined ? undefined : byId.get(id);
    },
    put(query: NamedQuery): void {
      account.store.transaction(() => {
        byId.put(query.id, query);
        byGroup.put(`${query.workGroup}/${query.id}`, query.id);
        if (query.token) byToken.put(query.token, query.id);
      });
    },
    remove(query: NamedQuery): void {
      account.store.transaction(() => {
        byId.remove(query.id);
        byGroup.remove(`${query.workGroup}/${query.id}`);
        if (query.token) byToken.remove(query.token);
      });
    },
    /** In the order of the ids. */
    inGroup: (workGroup: string): NamedQuery[] =>
      byGroup.list(`${workGroup}/`).map(({ value }) => byId.get(value)!),
  };
}

export const namedQueryNotFound = (id: string): AwsError =>
  invalidRequest(`Named query ${id} does not exist`);

export function toNamedQuery(query: NamedQuery): WireNamedQuery {
  return {
    NamedQueryId: query.id,
    Name: query.name,
    Description: query.description,
    Database: query.database,
    QueryString: query.queryString,
    WorkGroup: query.workGroup,
  };
}
