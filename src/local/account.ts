import type { Engine } from './engine/engine';
import type { Catalog } from './glue/catalog';
import type { LakeFormation } from './lakeformation/lakeFormation';
import type { Metrics } from './moto/metrics';
import type { Planner } from './planner/planner';
import type { ObjectStore } from './s3/objectStore';
import type { Store } from './store/store';

/** All state of one local account, opened from its folder. Services keep what is theirs in tables of `store`. */
export interface Account {
  /** Twelve digits. */
  id: string;
  /** The folder of the account below `LAKEHOUSE_HOME`. */
  folder: string;
  store: Store;
  objects: ObjectStore;
  catalog: Catalog;
  lakeFormation: LakeFormation;
  engine: Engine;
  planner: Planner;
  metrics: Metrics;
}
