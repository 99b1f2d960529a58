import type { Identifier, TypeName } from '../../ast/node';
import type { HiveCursor } from './hiveCursor';

/** Hive's words for Trino's types. */
const SYNONYMS: Record<string, string> = {
  int: 'integer',
  string: 'varchar',
  float: 'real',
  binary: 'varbinary',
  dec: 'decimal',
  numeric: 'decimal',
};

/** A type in Hive's spelling: `string`, `decimal(10,2)`, `array<struct<a:int,b:map<string,double>>>`. */
export function parseHiveType(c: HiveCursor): TypeName {
  return c.nested(() => {
    const start = c.token;
    const { at } = start;
    const word = c.identifier().name.toLowerCase();
    if (c.token.key !== '<') {
      const numbers = c.accept('(') ? numbersUpTo(c) : [];
      const base = SYNONYMS[word] ?? word;
      // Hive's decimal is decimal(10,0), Trino's is decimal(38,0).
      const args = base === 'decimal' && numbers.length === 0 ? [10, 0] : numbers;
      return { at, base, arguments: args, text: c.since(start) };
    }
    c.expect('<');
    if (word === 'struct') {
      const fields = c.list(() => parseField(c));
      c.expect('>');
      const fieldNames = fields.map((field) => field.name);
      return {
        at,
        base: 'row',
        arguments: fields.map((field) => field.type),
        fieldNames,
        text: c.since(start),
      };
    }
    if (word !== 'array' && word !== 'map') c.fail();
    const args = [parseHiveType(c)];
    if (word === 'map') {
      c.expect(',');
      args.push(parseHiveType(c));
    }
    c.expect('>');
    return { at, base: word, arguments: args, text: c.since(start) };
  });
}

function numbersUpTo(c: HiveCursor): number[] {
  const numbers = c.list(() => c.integer());
  c.expect(')');
  return numbers;
}

function parseField(c: HiveCursor): { name: Identifier; type: TypeName } {
  const name = c.identifier();
  c.accept(':');
  const type = parseHiveType(c);
  if (c.accept('COMMENT')) c.string();
  return { name, type };
}
