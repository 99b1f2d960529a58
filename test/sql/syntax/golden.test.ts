import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/sql/syntax/parse';

const folder = join(__dirname, 'golden');

const WIDTH = 110;

/** The tree as text: positions as `@line:column` in front, each node on one line if it fits. */
function print(value: unknown, indent = ''): string {
  const short = printShort(value);
  if (typeof value !== 'object' || value === null || indent.length + short.length <= WIDTH) return short;
  const deeper = `${indent}  `;
  const inner = Array.isArray(value)
    ? value.map((item) => `${deeper}${print(item, deeper)}`)
    : entries(value).map(([key, item]) => `${deeper}${key}: ${print(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : [`${place(value)}{`, '}'];
  return `${open}\n${inner.join('\n')}\n${indent}${close}`;
}

function printShort(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printShort).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? '-' : JSON.stringify(value);
  if ('line' in value && 'column' in value) return `@${value.line}:${value.column}`;
  const inner = entries(value).map(([key, item]) => `${key}: ${printShort(item)}`);
  return `${place(value)}{ ${inner.join(', ')} }`;
}

const place = (node: object): string => ('at' in node ? `${printShort(node.at)} ` : '');
const entries = (node: object): [string, unknown][] => Object.entries(node).filter(([key]) => key !== 'at');

describe('golden trees', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.sql'))) {
    it(file, async () => {
      const tree = `${print(parse(readFileSync(join(folder, file), 'utf8')))}\n`;
      await expect(tree).toMatchFileSnapshot(join(folder, file.replace('.sql', '.tree')));
    });
  }
});
