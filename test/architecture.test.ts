import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const page = fs.readFileSync(path.join(ROOT, 'ARCHITECTURE.md'), 'utf8');
const exists = (name: string): boolean => fs.existsSync(path.join(ROOT, name));

/** `a/{b,c}` as `a/b` and `a/c`. */
function expanded(name: string): string[] {
  const [, before, list, after] = /^(.*)\{(.*)\}(.*)$/.exec(name) ?? [];
  return list === undefined ? [name] : list.split(',').map((one) => `${before}${one}${after}`);
}

/** Files and folders among a text's words in backticks. Places in a home begin with `<`. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, word = '']) => word)
    .filter((word) => /^[\w{][\w./{},-]*$/.test(word) && (word.includes('/') || /\.[a-z]{2,4}$/.test(word)))
    .flatMap(expanded);

/** Sources below a folder, from the clone's root. */
const sources = (folder: string): string[] =>
  fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));

/** Files that a source imports by a relative path, from the clone's root, without `.ts`. */
function imported(source: string): string[] {
  const text = fs.readFileSync(path.join(ROOT, source), 'utf8');
  return [...text.matchAll(/^(?:import|export|\})[^;]*?\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm)].map(
    ([, from, dynamic]) =>
      path.join(path.dirname(source), from ?? dynamic ?? '').replace(/(?:\/index)?(?:\.ts)?$/, ''),
  );
}

const isIn = (folder: string, name: string): boolean => name === folder || name.startsWith(`${folder}/`);

/** What sources of a folder import from outside of it: `importer -> imported`. */
const outward = (folder: string): string[] =>
  sources(folder).flatMap((source) =>
    imported(source)
      .filter((name) => !isIn(folder, name))
      .map((name) => `${source} -> ${name}`),
  );

describe('ARCHITECTURE.md', () => {
  test('names files and folders that exist', () => {
    const names = namedIn(page);
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => !exists(name))).toEqual([]);
  });

  test('names every folder of the local account and of the SQL front end', () => {
    const names = namedIn(page);
    const folders = ['src/sql', 'src/local', 'src/local/athena'].flatMap((above) =>
      fs
        .readdirSync(path.join(ROOT, above), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${above}/${name}`),
    );
    expect(folders.filter((folder) => !names.some((name) => isIn(folder, name)))).toEqual([]);
  });

  test('tells the path of a request in ten lines, each of which names a file that exists', () => {
    const [, section = ''] = page.split('## The path of a request in ten lines\n');
    const lines = (section.split('\n## ')[0] ?? '').trim().split('\n');
    expect(lines.map((line) => Number.parseInt(line, 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const line of lines) {
      const files = namedIn(line);
      expect(files, line).not.toEqual([]);
      for (const file of files) expect(fs.statSync(path.join(ROOT, file)).isFile(), file).toBe(true);
    }
  });

  test('tells the path of a query by modules that exist', () => {
    const [, section = ''] = page.split('## The path of a query\n');
    const [, diagram = ''] = section.split('```');
    const modules = diagram.match(/\b[a-z]\w*(?:\/\w+)+/g) ?? [];
    expect(modules.length).toBeGreaterThan(10);
    const file = (name: string) => (name.startsWith('src/') ? `${name}.ts` : `src/local/athena/${name}.ts`);
    expect(modules.map(file).filter((name) => !exists(name))).toEqual([]);
  });
});

describe('imports are as ARCHITECTURE.md says', () => {
  test('of the SQL front end, nothing outside itself', () => {
    expect(outward('src/sql')).toEqual([]);
  });

  test('of the local account, only the SQL front end and what starts a process', () => {
    const others = outward('src/local').filter((one) => !/ -> src\/(?:sql\/.*|backgroundProcess)$/.test(one));
    expect(others).toEqual([]);
  });

  test('from the local account, only its control, views and the table of fidelity', () => {
    const allowed = [
      /^src\/(?:target|commands|conformance|notebook\/runner)\/.* -> src\/local\/control$/,
      /^src\/access\/.* -> src\/local\/athena\/execution\/(?:columnType|prestoView)$/,
      /^src\/book\/.* -> src\/local\/(?:fidelity|behaviour)$/,
    ];
    const importers = sources('src')
      .filter((source) => !isIn('src/local', source) && !source.includes('node_modules'))
      .flatMap((source) =>
        imported(source)
          .filter((name) => isIn('src/local', name))
          .map((name) => `${source} -> ${name}`),
      );
    expect(importers.length).toBeGreaterThan(5);
    expect(importers.filter((one) => !allowed.some((rule) => rule.test(one)))).toEqual([]);
  });
});
