import { SANDBOX } from '../../infra/names';
import { runQuery } from '../athena/query';
import { loadDemoData } from '../ingest/demoData';
import { allPages } from '../inventory/pages';
import { deployAll, destroyLayers, isDeployed, type LayerName, type Listener } from '../layers';
import { type Clients, clientsOf } from '../target/clients';
import { roleName } from '../target/roles';
import type { Target } from '../target/target';
import { type Lesson, tablePrefix } from './lessons';
import { changeProgress } from './progress';

/** What a reset did besides the layers. */
export interface Reset {
  /** Tables of the sandbox that were dropped. */
  dropped: string[];
  /** Tables that hold the demo's rows again. */
  loaded: string[];
}

/** The layers that a reset destroys, with the data in them: those that the lesson itself deploys. */
export const destroyedBy = ({ deploys }: Lesson, target: Target): LayerName[] =>
  deploys.filter((layer) => isDeployed(layer, target));

/**
 * Puts data and layers back to a lesson's start: its tables are dropped with the grants and registrations on them, the
 * layers that it deploys are destroyed, those that it stands on are as their templates say, and its exercises are open.
 * @throws TerraformFailed, QueryFailed, the services' errors
 */
export async function resetLesson(
  lesson: Lesson,
  target: Target,
  on: Listener,
  signal?: AbortSignal,
): Promise<Reset> {
  const deployer = clientsOf(target);
  const engineer = clientsOf(target, 'engineer');
  try {
    const dropped = isDeployed('catalog', target) ? await dropTables(lesson, deployer, engineer) : [];
    const destroyed = destroyedBy(lesson, target);
    if (destroyed.length > 0) await destroyLayers(destroyed, target, on, { signal });
    if (lesson.layers.length > 0) await deployAll(lesson.layers, target, on, { signal });
    const demo = lesson.data ? await loadDemoData(target, engineer, () => {}) : [];
    changeProgress(target, lesson.id, () => undefined);
    return { dropped, loaded: demo.filter(({ loaded }) => loaded).map(({ table }) => table) };
  } finally {
    deployer.destroy();
    engineer.destroy();
  }
}

async function dropTables(lesson: Lesson, deployer: Clients, engineer: Clients): Promise<string[]> {
  const { GetTablesCommand } = await import('@aws-sdk/client-glue');
  const { DeregisterResourceCommand } = await import('@aws-sdk/client-lakeformation');
  const [glue, lakeFormation, athena] = await Promise.all([
    deployer.glue(),
    deployer.lakeFormation(),
    engineer.athena(),
  ]);
  const tables = await allPages(
    (NextToken) => glue.send(new GetTablesCommand({ DatabaseName: SANDBOX, NextToken })),
    (page) => page.TableList,
    (page) => page.NextToken,
  );
  const own = tables.filter(({ Name }) => Name!.startsWith(tablePrefix(lesson)));
  for (const { Name, StorageDescriptor, TableType } of own) {
    const location = StorageDescriptor?.Location?.replace(/^s3:\/\//, 'arn:aws:s3:::').replace(/\/$/, '');
    if (location)
      await lakeFormation
        .send(new DeregisterResourceCommand({ ResourceArn: location }))
        .catch((error: Error) => {
          if (error.name !== 'EntityNotFoundException') throw error;
        });
    // By the engineer, who made them: dropping an Iceberg table takes its files along.
    await runQuery(athena, `DROP ${TableType === 'VIRTUAL_VIEW' ? 'VIEW' : 'TABLE'} ${SANDBOX}.${Name}`, {
      workGroup: roleName('engineer'),
      database: SANDBOX,
    });
  }
  return own.map(({ Name }) => Name!);
}
