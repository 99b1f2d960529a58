/** What is asked of the compiler inside of tslab. */
interface Compiler {
  createWatchProgram(host: { afterProgramCreate?(builder: Builder): void }): unknown;
  createSourceFile(name: string, text: string, target: number): Node;
  forEachChild<T>(node: Node, visit: (child: Node) => T | undefined): T | undefined;
  isAwaitExpression(node: Node): boolean;
  isForOfStatement(node: Node): boolean;
  isFunctionLike(node: Node): boolean;
  ScriptTarget: { ESNext: number };
}
interface Node {
  awaitModifier?: object;
}
/** What is known of a file only after it is part of a program. */
interface File extends Node {
  path: string;
  imports?: object;
  moduleAugmentations?: object;
  original?: File;
}
interface Builder {
  getProgram(): { getSourceFiles(): readonly File[] };
}
/** tslab's own compiler of cells. */
interface Converter {
  convert(declarations: string, source: string): { output?: string; hasToplevelAwait?: boolean };
}

/**
 * Mends what the compiler inside of tslab makes of `await` at the top level of a cell. It parses statements like
 * `await (…)` twice, first as a call of a function named `await`.
 */
export function mendCompiler(load: NodeJS.Require): void {
  const file = load.resolve('@tslab/typescript-for-tslab');
  const compiler = load(file) as Compiler;
  // The compiler's exports cannot be written: who asks for it from now on gets it with one function exchanged.
  require.cache[file]!.exports = new Proxy(compiler, {
    get: (all, name) =>
      name === 'createWatchProgram' ? withWholeOriginals(compiler) : Reflect.get(all, name),
  });
  const converters = load('./converter') as { createConverter(...options: unknown[]): Converter };
  const { createConverter } = converters;
  converters.createConverter = (...options) => withAllAwaits(createConverter(...options), compiler);
}

/**
 * The second parse makes a file that names the first as its original, and that one never learns its path and imports. The
 * declarations of a cell are made with the original at hand, and break on every variable whose type comes from another
 * package (`const s3 = await …`). So it is told.
 */
function withWholeOriginals(compiler: Compiler): Compiler['createWatchProgram'] {
  return (host) => {
    const { afterProgramCreate } = host;
    host.afterProgramCreate = (builder) => {
      for (const { path, imports, moduleAugmentations, original } of builder.getProgram().getSourceFiles())
        if (original?.path === '') Object.assign(original, { path, imports, moduleAugmentations });
      afterProgramCreate?.call(host, builder);
    };
    return compiler.createWatchProgram(host);
  };
}

/** tslab finds an `await` by a complaint of the compiler, and what is parsed twice is not complained of. */
function withAllAwaits(converter: Converter, compiler: Compiler): Converter {
  return {
    ...converter,
    convert(declarations, source) {
      const converted = converter.convert(declarations, source);
      const { output, hasToplevelAwait } = converted;
      return output && !hasToplevelAwait && /\bawait\b/.test(output) && awaits(output, compiler)
        ? { ...converted, hasToplevelAwait: true }
        : converted;
    },
  };
}

function awaits(code: string, compiler: Compiler): boolean {
  const isAwait = (node: Node): true | undefined => {
    if (compiler.isAwaitExpression(node) || (compiler.isForOfStatement(node) && node.awaitModifier))
      return true;
    return compiler.isFunctionLike(node) ? undefined : compiler.forEachChild(node, isAwait);
  };
  // As a module, for only there `await` is more than a name.
  const module = compiler.createSourceFile('cell.js', `${code}\nexport {};`, compiler.ScriptTarget.ESNext);
  return isAwait(module) === true;
}
