import { afterAll, beforeAll } from 'vitest';
import { attackSuite } from '../suite';
import { athena, prepareAthena } from './foreignResources/athena';
import { forwardedThings } from './foreignResources/forwarded';
import { glue, prepareGlue } from './foreignResources/glue';
import { governance, prepareGovernance } from './foreignResources/governance';
import { prepareForwarded } from './foreignResources/motoThings';
import { s3Things } from './foreignResources/s3';
import { type Lake, openLake } from './lake';
import { seen } from './seen';

let lake: Lake;

beforeAll(async () => {
  lake = await openLake();
  await prepareGlue(lake);
  await prepareAthena(lake);
  await prepareGovernance(lake);
  await prepareForwarded(lake);
});
afterAll(() => lake?.account.close());

const own = { ...athena, ...glue, ...governance, ...s3Things };
attackSuite('Resources of others', seen(own), () => lake, 40);
attackSuite('Things of others that moto keeps', seen(forwardedThings), () => lake, 40);
