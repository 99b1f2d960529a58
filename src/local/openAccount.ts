import fs from 'node:fs';
import path from 'node:path';
import { translateEngineError } from '../sql/duckdb/errors';
import { FUNCTIONS } from '../sql/duckdb/functions';
import { MACROS } from '../sql/duckdb/macros';
import type { Account } from './account';
import { athenaService } from './athena/service';
import { budgetsService } from './budgets/service';
import { openEngine } from './engine/openEngine';
import { type Gateway, openGateway } from './gateway';
import { openCatalog } from './glue/catalog';
import { glueService } from './glue/service';
import { AccessKeys, deployerCredentials } from './identity/accessKeys';
import { ownTags } from './identity/ownTags';
import { deployerArn, Policies } from './identity/policies';
import { AccountFacts } from './identity/resourceFacts';
import { openLakeFormation } from './lakeformation/lakeFormation';
import { lakeFormationService } from './lakeformation/service';
import { CloudWatchMetrics } from './moto/cloudWatchMetrics';
import { Moto } from './moto/moto';
import { resourceNames } from './moto/resourceNames';
import { openObjectStore } from './s3/objectStore';
import { s3Service } from './s3/service';
import { openStore } from './store/store';

/** The number of the account: moto's. */
const ACCOUNT_ID = '123456789012';
const REGION = 'us-east-1';

export interface AccountOptions {
  /** All of the account lies below it. */
  folder: string;
  python: string;
  launcher: string;
  /** 0: any free one. */
  port: number;
}

/** An account that answers. */
export interface OpenAccount {
  gateway: Gateway;
  motoPid(): Promise<number>;
  close(): Promise<void>;
}

/** Opens the account of a folder with all of its services, and listens. What a crash left is repaired on the way. */
export async function openAccount(options: AccountOptions): Promise<OpenAccount> {
  const { folder } = options;
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  const store = openStore(path.join(folder, 'store'));
  const keys = new AccessKeys(store);
  const deployer = deployerCredentials(folder);
  const arn = deployerArn(ACCOUNT_ID);
  keys.keep(deployer.accessKeyId, deployer.secretAccessKey, {
    arn,
    grantee: arn,
    userId: 'AIDALAKEHOUSEDEPLOYER',
  });

  const metrics = new CloudWatchMetrics(store, REGION);
  const objectFolder = path.join(folder, 's3');
  const engineTemp = path.join(folder, 'engine');
  const [moto, objects, engine] = await Promise.all([
    Moto.open({
      python: options.python,
      launcher: options.launcher,
      folder: path.join(folder, 'moto'),
      afterReplay: (moto) => metrics.publishTo(moto),
      beforeCall: (claim) => metrics.ready(claim),
    }),
    openObjectStore(objectFolder),
    openEngine({
      folders: [objectFolder],
      tempFolder: engineTemp,
      memoryLimit: '2GB',
      macros: MACROS,
      functions: FUNCTIONS,
      translateError: translateEngineError,
    }),
  ]);
  const catalog = openCatalog(store);
  const account: Account = {
    id: ACCOUNT_ID,
    folder,
    store,
    objects,
    catalog,
    lakeFormation: openLakeFormation(store, catalog),
    engine,
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
    },
    options.port,
  );
  moto.listensAt(`127.0.0.1:${gateway.port}`);
  return {
    gateway,
    motoPid: () => moto.pid(),
    close: async () => {
      await gateway.close();
      await engine.close();
      await moto.close();
      await objects.close();
      await store.close();
    },
  };
}
