import { TRAPS } from './fixtures';
import { testTraps } from './trapSuite';

testTraps(TRAPS);
