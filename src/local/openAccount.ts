import fs from 'node:fs';
import path from 'node:path';
import type { Account } from './account';
import { pendingRemovals } from './athena/execution/pendingRemovals';
import { athenaService } from './athena/service';
import { budgetsService } from './budgets/service';
import { Parts } from './durable/parts';
import { EnginePool } from './engine/pool/enginePool';
import { type Gateway, type GatewayLimits, openGateway } from './gateway';
import { openCatalog } from './glue/catalog';
import { glueService } from './glue/service';
import { type AccountHealth, accountHealth, type HealthSource } from './health';
import { AccessKeys, deployerCredentials } from './identity/accessKeys';
import { ownTags } from './identity/ownTags';
import { deployerArn, Policies } from './identity/policies';
import { AccountFacts } from './identity/resourceFacts';
import { openLakeFormation } from './lakeformation/lakeFormation';
import { lakeFormationService } from './lakeformation/service';
import { CloudWatchMetrics } from './moto/cloudWatchMetrics';
import { Moto } from './moto/moto';
import { resourceNames } from './moto/resourceNames';
import { Planner } from './planner/planner';
import { openObjectStore } from './s3/objectStore';
import { s3Service } from './s3/service';
import { openStore } from './store/store';

/** The number of the account: moto's. */
const ACCOUNT_ID = '123456789012';
const REGION = 'us-east-1';
const DEPLOYER_ID = 'AIDALAKEHOUSEDEPLOYER';

export interface AccountOptions {
  /** All of the account lies below it. */
  folder: string;
  python: string;
  launcher: string;
  /** The bundle of `src/local/engineMain.ts`. */
  engineEntry: string;
  /** The bundle of `src/local/plannerMain.ts`. */
  plannerEntry: string;
  /** 0: any free one. */
  port: number;
  /** How long connections may be silent; those of S3 by default. */
  limits?: GatewayLimits;
}

/** An account that answers. */
export interface OpenAccount {
  gateway: Gateway;
  motoPid(): Promise<number>;
  /** How its parts are, and what was found damaged. */
  health(): AccountHealth;
  close(): Promise<void>;
}

/** Opens the account of a folder with all of its services, and listens. What a crash left is repaired on the way. */
export async function openAccount(options: AccountOptions): Promise<OpenAccount> {
  const { folder } = options;
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  const existed = ['credentials.json', 'moto', 's3'].some((name) => fs.existsSync(path.join(folder, name)));
  const parts = new Parts(folder, existed);
  const known = (part: string) => ({ existed: parts.knows(part), hadLog: parts.lists(part) });
  const store = openStore(path.join(folder, 'store'), known('store'));
  const keys = new AccessKeys(store);
  const arn = deployerArn(ACCOUNT_ID);
  const { credentials: deployer, warning } = deployerCredentials(folder, keys.ofUser(DEPLOYER_ID), existed);
  keys.keep(deployer.accessKeyId, deployer.secretAccessKey, {
    arn,
    grantee: arn,
    userId: DEPLOYER_ID,
  });

  const metrics = new CloudWatchMetrics(store, REGION);
  const objectFolder = path.join(folder, 's3');
  const [moto, objects, engine] = await Promise.all([
    Moto.open({
      python: options.python,
      launcher: options.launcher,
      folder: path.join(folder, 'moto'),
      afterReplay: (moto) => metrics.publishTo(moto),
      beforeCall: (claim) => metrics.ready(claim),
    }),
    openObjectStore(objectFolder, known('s3')),
    EnginePool.open({
      entry: options.engineEntry,
      tempFolder: path.join(folder, 'engine'),
      memoryLimit: '1GB',
      residentLimit: 1.5 * 2 ** 30,
    }),
  ]);
  for (const part of ['store', 's3']) parts.remember(part);
  const healthSources: HealthSource[] = [
    store,
    objects,
    moto,
    engine,
    {
      health: () => ({ name: 'credentials', status: warning ? 'damaged' : 'ok' }),
      warnings: () => (warning ? [warning] : []),
    },
  ];
  const health = () => accountHealth(healthSources);
  for (const text of health().warnings) console.error(text);
  const catalog = openCatalog(store);
  const planner = new Planner({ entry: options.plannerEntry });
  const account: Account = {
    id: ACCOUNT_ID,
    folder,
    store,
    objects,
    catalog,
    lakeFormation: openLakeFormation(store, catalog),
    engine,
    planner,
    metrics,
  };
  const policies = new Policies(moto, ACCOUNT_ID, new AccountFacts(moto, ownTags(account)));
  moto.onChange(() => policies.flush());
  const gateway = await openGateway(
    {
      account,
      keys,
      policies,
      moto,
      names: resourceNames(moto),
      services: [athenaService, glueService, lakeFormationService, budgetsService],
      s3: s3Service,
      healthSources,
    },
    options.port,
    options.limits,
  );
  // What a former process still had to remove; nobody waits for it.
  void pendingRemovals(account).carryOn();
  moto.listensAt(`127.0.0.1:${gateway.port}`);
  return {
    gateway,
    motoPid: () => moto.pid(),
    health,
    close: async () => {
      await gateway.close();
      await pendingRemovals(account).close();
      await planner.close();
      await engine.close();
      await moto.close();
      await objects.close();
      await store.close();
    },
  };
}
