import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { attackSuite } from '../suite';
import { bombs, formBombs } from './bombs';
import { errors } from './errors';
import { json, type Lake, must, openLake } from './lake';
import { locations } from './locations';
import { seen } from './seen';
import { layOutside, traversal } from './traversal';

let lake: Lake;

beforeAll(async () => {
  lake = await openLake();
  layOutside(lake);
  await must(json(lake, 'deployer', 'glue', 'CreateDatabase', { DatabaseInput: { Name: 'sandbox' } }));
});
// An account that is choked does not end in time; its processes end with this one.
afterAll(() => Promise.race([lake?.account.close(), pause(5000, undefined, { ref: false })]));

attackSuite('Content', seen({ ...traversal, ...locations, ...errors }), () => lake, 40);
// Last: what chokes moto would make all that comes after it wait.
attackSuite('Bombs', seen({ ...bombs, ...formBombs }), () => lake, 40);
