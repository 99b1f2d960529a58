import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../src/target/project';

/** A cell of a notebook, as it is run outside of a kernel. */
export interface Cell {
  source: string;
  /** The name of the error that the cell must end with. */
  raises?: string;
}

/** The code cells of a lesson's notebook. */
export function cellsOf(file: string): Cell[] {
  const notebook = JSON.parse(fs.readFileSync(path.join(projectRoot(), 'notebooks', file), 'utf8')) as {
    cells: { cell_type: string; source: string[]; metadata: { tags?: string[] } }[];
  };
  return notebook.cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ source, metadata: { tags = [] } }) => {
      const raises = tags.find((tag) => tag.startsWith('raises='))?.slice('raises='.length);
      return { source: source.join(''), ...(raises ? { raises } : {}) };
    });
}

/** Runs code as cells of one notebook: names live on from cell to cell, and a cell's last expression is its value. */
export class Cells {
  readonly #names: Record<string, unknown> = {};

  /** @param library what `import … from "lakehouse"` brings */
  constructor(private readonly library: object) {}

  async run(source: string): Promise<unknown> {
    const { code, names } = bodyOf(source);
    for (const name of names) this.#names[name] ??= undefined;
    const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
    const load = (name: string) => (name === 'lakehouse' ? this.library : import(name));
    return (
      new AsyncFunction('names', '__load', `with (names) { ${code} }`) as (...args: unknown[]) => unknown
    )(this.#names, load);
  }
}

/** The cell as the body of a function: declarations become assignments, the last expression is returned. */
function bodyOf(source: string): { code: string; names: string[] } {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022, true);
  const names: string[] = [];
  const declare = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.push(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) declare(element.name);
  };
  const statements = file.statements.map((statement, i) => {
    if (ts.isImportDeclaration(statement)) {
      const bindings = statement.importClause!.namedBindings as ts.NamedImports;
      const list = bindings.elements.map(({ name }) => name.text);
      names.push(...list);
      return `({ ${list.join(', ')} } = await __load(${statement.moduleSpecifier.getText()}));`;
    }
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations
        .map(({ name, initializer }) => {
          declare(name);
          return `(${name.getText()} = ${initializer?.getText() ?? 'undefined'});`;
        })
        .join('\n');
    const isLast = i === file.statements.length - 1;
    return isLast && ts.isExpressionStatement(statement)
      ? `return (${statement.expression.getText()});`
      : statement.getText();
  });
  const { outputText } = ts.transpileModule(`async () => {\n${statements.join('\n')}\n}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const code = outputText
    .trim()
    .replace(/^async \(\) => \{/, '')
    .replace(/\};?$/, '');
  return { code: code.replaceAll('await import(', 'await __load('), names };
}
