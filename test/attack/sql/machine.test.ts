import { afterAll, beforeAll } from 'vitest';
import { type Lakehouse, openLakehouse, run } from '../../local/athena/lakehouse';
import { attackSuite } from '../suite';
import { machineFiles } from './machineFiles';
import { machineStatements } from './machineStatements';
import { engineerOf, grant, ROWS } from './world';

/** What goes wrong is told in the words of Athena: no path of the machine, and nothing of the engine below. */

let lakehouse: Lakehouse;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  await run(engineerOf(lakehouse), `INSERT INTO customers VALUES ${ROWS}`);
  await grant(lakehouse, 'lakehouse-engineer', { Database: { Name: 'lakehouse' } }, [
    'CREATE_TABLE',
    'DESCRIBE',
  ]);
});
afterAll(() => lakehouse.close());

for (const { title, groups, every } of [...machineStatements, ...machineFiles])
  attackSuite(title, groups, () => lakehouse, every);
