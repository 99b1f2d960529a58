import { afterAll, beforeAll } from 'vitest';
import { type Lakehouse, openLakehouse } from '../../local/athena/lakehouse';
import { attackSuite } from '../suite';
import { hiveRenames } from './hiveRenames';
import { icebergRenames } from './icebergRenames';

/** Tables of which a column is hidden, and which then change: its values must stay hidden under every name. */

let lakehouse: Lakehouse;
beforeAll(async () => {
  lakehouse = await openLakehouse();
});
afterAll(() => lakehouse.close());

for (const { title, groups, every } of [...icebergRenames, ...hiveRenames])
  attackSuite(title, groups, () => lakehouse, every);
