import { addArrays } from './array';
import { addBinary } from './binary';
import { addConditional } from './conditional';
import { addDates } from './date';
import { addJson } from './json';
import { addMaps } from './map';
import { addMath } from './math';
import { addRegexp } from './regexp';
import { type Rule, Signatures } from './signature';
import { addStrings } from './string';
import { addUrls } from './url';

/** Every scalar function of Athena that is there. What is not in this table cannot be called. */
export const SCALARS = new Signatures<Rule>();
for (const add of [
  addConditional,
  addMath,
  addStrings,
  addRegexp,
  addBinary,
  addDates,
  addArrays,
  addMaps,
  addJson,
  addUrls,
])
  add(SCALARS);
