import type { Lambda } from '../ast/expression';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';

/** Whether `x ->` or `(x, y) ->` or `() ->` comes next. */
export function startsLambda(c: Cursor): boolean {
  if (c.token.key !== '(') return c.isName() && c.peek(1).key === '->';
  let ahead = 1;
  while (c.isName(c.peek(ahead))) {
    ahead++;
    if (c.peek(ahead).key !== ',') break;
    ahead++;
  }
  return c.peek(ahead).key === ')' && c.peek(ahead + 1).key === '->';
}

/** `x -> body`, `(x, y) -> body`, `() -> body`: the body reaches as far as it can. */
export function parseLambda(c: Cursor): Lambda {
  const { at } = c;
  let parameters: Lambda['parameters'] = [];
  if (c.accept('(')) {
    if (!c.is(')')) parameters = c.list(() => c.identifier());
    c.expect(')');
  } else parameters = [c.identifier()];
  c.expect('->');
  return { at, type: 'lambda', parameters, body: parseExpression(c) };
}
