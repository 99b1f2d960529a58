/**
 * tslab's kernel, as the notebooks run it: the bundle of this file stands where tslab's own command would.
 *
 * The compiler inside of tslab parses a cell with `await` at its top level twice, and the first result, which the second
 * names as its original, never learns its path. It then breaks on every variable whose type comes from another package
 * (`const s3 = await …`). So each program's files are told their paths.
 *
 * An error's stack is cut to the learner's own cells: what lies in the library and below is not theirs to read.
 * `LAKEHOUSE_TRACE=1` leaves it whole.
 */
import { createRequire } from 'node:module';

interface File {
  path: string;
  original?: File;
}
interface Compiler {
  createWatchProgram(host: { afterProgramCreate?(builder: Builder): void }): unknown;
}
interface Builder {
  getProgram(): { getSourceFiles(): readonly File[] };
}

const load = createRequire(require.resolve('tslab'));
const COMPILER = load.resolve('@tslab/typescript-for-tslab');
const compiler = load(COMPILER) as Compiler;

const createWatchProgram: Compiler['createWatchProgram'] = (host) => {
  const { afterProgramCreate } = host;
  host.afterProgramCreate = (builder) => {
    for (const file of builder.getProgram().getSourceFiles())
      if (file.original?.path === '') file.original.path = file.path;
    afterProgramCreate?.call(host, builder);
  };
  return compiler.createWatchProgram(host);
};

// The compiler's exports cannot be written: so whoever asks for it from now on gets it with this one function exchanged.
require.cache[COMPILER]!.exports = new Proxy(compiler, {
  get: (all, name) => (name === 'createWatchProgram' ? createWatchProgram : Reflect.get(all, name)),
});
if (process.env.LAKEHOUSE_TRACE !== '1')
  Error.prepareStackTrace = (error: Error, calls: NodeJS.CallSite[]) => {
    const cells = calls.filter((call) => call.getFileName()?.startsWith('evalmachine.'));
    return [String(error), ...cells.map((call) => `    at ${call}`)].join('\n');
  };

(load('./main') as { main(): void }).main();
