import { afterAll, beforeAll } from 'vitest';
import type { Lakehouse } from '../../local/athena/lakehouse';
import { attackSuite } from '../suite';
import { hiddenColumns } from './hiddenColumns';
import { hiddenMetadata } from './hiddenMetadata';
import { hiddenStatements, prepareStatements } from './hiddenStatements';
import { prepareDescriber, rightsFirst } from './rightsFirst';
import { openWorld } from './world';

/** What an analyst who may not see a column gets of it by SQL and by the catalog. */

let lakehouse: Lakehouse;
beforeAll(async () => {
  lakehouse = await openWorld();
  await prepareStatements(lakehouse);
  await prepareDescriber(lakehouse);
});
afterAll(() => lakehouse.close());

for (const { title, groups, every } of [
  ...hiddenColumns,
  ...hiddenStatements,
  ...rightsFirst,
  ...hiddenMetadata,
])
  attackSuite(title, groups, () => lakehouse, every);
