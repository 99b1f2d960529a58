import type { Expression } from '../ast/expression';
import type { Statement } from '../ast/statement';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';
import { parseStatement } from './statement';

/** `PREPARE name FROM statement` */
export function parsePrepare(c: Cursor): Statement {
  const { at } = c.expect('PREPARE');
  const name = c.identifier();
  c.expect('FROM');
  const start = c.token;
  const statement = c.nested(() => parseStatement(c));
  return { at, type: 'prepare', name, statement, text: c.since(start) };
}

/** `EXECUTE name [USING a, b]` */
export function parseExecute(c: Cursor): Statement {
  const { at } = c.expect('EXECUTE');
  const name = c.identifier();
  const texts: string[] = [];
  let parameters: Expression[] = [];
  if (c.accept('USING')) {
    parameters = c.list(() => {
      const start = c.token;
      const parameter = parseExpression(c);
      texts.push(c.since(start));
      return parameter;
    });
  }
  return { at, type: 'execute', name, parameters, texts };
}

/** `DEALLOCATE PREPARE name` */
export function parseDeallocate(c: Cursor): Statement {
  const { at } = c.expect('DEALLOCATE');
  c.expect('PREPARE');
  return { at, type: 'deallocate', name: c.identifier() };
}
