import { afterAll, beforeAll } from 'vitest';
import type { Lakehouse } from '../../local/athena/lakehouse';
import { attackSuite } from '../suite';
import { borrowedByCatalog, borrowedFolders, ownedFolders } from './borrowedFolders';
import { borrowedMetadata, borrowedOtherwise } from './borrowedMetadata';
import { prepareBorrower } from './borrower';
import { openWorld } from './world';

let lakehouse: Lakehouse;
beforeAll(async () => {
  lakehouse = await openWorld();
  await prepareBorrower(lakehouse);
});
afterAll(() => lakehouse.close());

attackSuite(
  'borrowed files',
  {
    'external tables': borrowedFolders,
    'by the catalog': borrowedByCatalog,
    'metadata of Iceberg tables': borrowedMetadata,
    'other ways': borrowedOtherwise,
    'who has all rights': ownedFolders,
  },
  () => lakehouse,
  40,
);
