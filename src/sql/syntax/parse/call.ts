import type { Expression, FunctionCall } from '../ast/expression';
import type { Name } from '../ast/node';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';
import { parseSortItems } from './sortItem';
import { parseOver, startsOver } from './window';

/** Whether `f(`, `s.f(` or `c.s.f(` comes next. */
export function startsCall(c: Cursor): boolean {
  let ahead = 1;
  while (c.peek(ahead).key === '.' && c.isName(c.peek(ahead + 1))) ahead += 2;
  return c.peek(ahead).key === '(';
}

/** A call with none of the special parts. */
export function plainCall(name: Name, args: Expression[]): FunctionCall {
  return { at: name.at, type: 'call', name, arguments: args, star: false, distinct: false, orderBy: [] };
}

/** `f([DISTINCT] a, b [ORDER BY c]) [FILTER (WHERE …)] [IGNORE NULLS] [OVER …]`, `count(*)`, `substring(s FROM 1 FOR 2)`. */
export function parseCall(c: Cursor): FunctionCall {
  const call = plainCall(c.qualifiedName(), []);
  const word = call.name.parts.length === 1 ? call.name.parts[0]?.name : undefined;
  c.expect('(');
  if (c.accept('*')) call.star = true;
  else if (!c.is(')')) {
    if (c.accept('DISTINCT')) call.distinct = true;
    else if (c.is('ALL') && ![')', ',', '.', '('].includes(c.peek(1).key)) c.advance();
    if (call.distinct || !c.is('ORDER')) {
      call.arguments.push(parseExpression(c));
      if (word === 'substring' && call.arguments.length === 1 && c.token.key === 'FROM')
        parseSubstring(c, call);
      else while (c.accept(',')) call.arguments.push(parseExpression(c));
    }
    if (c.accept('ORDER')) {
      c.expect('BY');
      call.orderBy = parseSortItems(c);
    }
  }
  c.expect(')');
  return parseSuffixes(c, call);
}

function parseSubstring(c: Cursor, call: FunctionCall): void {
  c.expect('FROM');
  call.arguments.push(parseExpression(c));
  if (c.accept('FOR')) call.arguments.push(parseExpression(c));
}

/** What may stand behind any call. FILTER, IGNORE and OVER are also names, so the token behind them counts. */
export function parseSuffixes(c: Cursor, call: FunctionCall): FunctionCall {
  if (c.are('FILTER', '(')) {
    c.expect('FILTER', '(', 'WHERE');
    call.filter = parseExpression(c);
    c.expect(')');
  }
  if (c.acceptAll('IGNORE', 'NULLS')) call.nullTreatment = 'ignore';
  else if (c.acceptAll('RESPECT', 'NULLS')) call.nullTreatment = 'respect';
  if (call.nullTreatment && !startsOver(c)) c.fail();
  if (startsOver(c)) call.over = parseOver(c);
  return call;
}
