import type { Item } from './item';
import type { Account } from './liveInventory';
import { allPages } from './pages';

/** The work group that every account has. */
const BUILT_IN = 'primary';

export async function listAthena({ clients, ours }: Account): Promise<Item[]> {
  const {
    ListWorkGroupsCommand,
    ListNamedQueriesCommand,
    BatchGetNamedQueryCommand,
    ListPreparedStatementsCommand,
  } = await import('@aws-sdk/client-athena');
  const athena = await clients.athena();
  const groups = await allPages(
    (NextToken) => athena.send(new ListWorkGroupsCommand({ NextToken })),
    (page) => page.WorkGroups,
    (page) => page.NextToken,
  );
  const names = groups.map((group) => group.Name!).filter((name) => name === BUILT_IN || ours(name));
  const inside = await Promise.all(
    names.map(async (WorkGroup) => {
      const ids = await allPages(
        (NextToken) => athena.send(new ListNamedQueriesCommand({ WorkGroup, NextToken })),
        (page) => page.NamedQueryIds,
        (page) => page.NextToken,
      );
      const statements = await allPages(
        (NextToken) => athena.send(new ListPreparedStatementsCommand({ WorkGroup, NextToken })),
        (page) => page.PreparedStatements,
        (page) => page.NextToken,
      );
      const queries =
        ids.length === 0
          ? []
          : ((await athena.send(new BatchGetNamedQueryCommand({ NamedQueryIds: ids.slice(0, 50) })))
              .NamedQueries ?? []);
      return [
        ...ids.map(
          (id): Item => ({
            kind: 'athena named query',
            id,
            label: queries.find((query) => query.NamedQueryId === id)?.Name,
          }),
        ),
        ...statements.map(
          (statement): Item => ({
            kind: 'athena prepared statement',
            id: `${WorkGroup}/${statement.StatementName}`,
          }),
        ),
      ];
    }),
  );
  return [
    ...names.filter((name) => name !== BUILT_IN).map((id): Item => ({ kind: 'athena work group', id })),
    ...inside.flat(),
  ];
}
