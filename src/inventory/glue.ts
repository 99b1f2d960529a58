import type { Item } from './item';
import type { Account } from './liveInventory';
import { allPages } from './pages';

/** The databases of the project on AWS, where others may be. */
const OURS = new Set(['lakehouse', 'sandbox']);

export async function listGlue({ clients, target }: Account): Promise<Item[]> {
  const { GetDatabasesCommand, GetTablesCommand } = await import('@aws-sdk/client-glue');
  const glue = await clients.glue();
  const databases = (
    await allPages(
      (NextToken) => glue.send(new GetDatabasesCommand({ NextToken })),
      (page) => page.DatabaseList,
      (page) => page.NextToken,
    )
  )
    .map((database) => database.Name!)
    .filter((name) => target.name === 'local' || OURS.has(name));
  const tables = await Promise.all(
    databases.map((DatabaseName) =>
      allPages(
        (NextToken) => glue.send(new GetTablesCommand({ DatabaseName, NextToken })),
        (page) =>
          page.TableList?.map((table): Item => ({ kind: 'glue table', id: `${DatabaseName}.${table.Name}` })),
        (page) => page.NextToken,
      ),
    ),
  );
  return [...databases.map((id): Item => ({ kind: 'glue database', id })), ...tables.flat()];
}
