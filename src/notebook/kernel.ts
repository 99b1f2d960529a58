/**
 * tslab's kernel, as the notebooks run it: the bundle of this file stands where tslab's own command would.
 *
 * The compiler inside of tslab parses a cell with `await` at its top level twice, and the first result, which the second
 * names as its original, never learns its path. It then breaks on every variable whose type comes from another package
 * (`const s3 = await …`). So each program's files are told their paths.
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
(load('./main') as { main(): void }).main();
