/**
 * tslab's kernel, as the notebooks run it: the bundle of this file stands where tslab's own command would. What cells
 * trip over in tslab is mended before it starts.
 */
import { createRequire } from 'node:module';
import { mendCompiler } from './compiler';
import { shortenErrors } from './errors';
import { mendFailures } from './failures';

const load = createRequire(require.resolve('tslab'));
mendCompiler(load);
mendFailures(load);
// `LAKEHOUSE_TRACE=1` leaves them whole.
if (process.env.LAKEHOUSE_TRACE !== '1') shortenErrors();

(load('./main') as { main(): void }).main();
