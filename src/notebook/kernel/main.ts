/**
 * tslab's kernel, as the notebooks run it: the bundle of this file stands where tslab's own command would. What cells
 * trip over in tslab is mended before it starts.
 */
import { createRequire } from 'node:module';
import { mendCompiler } from './compiler';
import { mendFailures } from './failures';
import { cutStacks } from './stacks';

const load = createRequire(require.resolve('tslab'));
mendCompiler(load);
mendFailures(load);
// `LAKEHOUSE_TRACE=1` leaves stacks whole.
if (process.env.LAKEHOUSE_TRACE !== '1') cutStacks();

(load('./main') as { main(): void }).main();
