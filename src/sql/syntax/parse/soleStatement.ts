import { SqlError } from '../../errors';
import { isHiveStatement } from './hive/statement';
import { tokenize } from './lexer';
import type { Token } from './token';

/** One statement, alone: its text, its tokens, and whose grammar it belongs to. */
export interface SoleStatement {
  text: string;
  tokens: Token[];
  hive: boolean;
}

/**
 * The one statement of a text, without semicolons and blanks around it: what Athena runs, echoes as `Query`, and
 * counts positions in. A semicolon in quotes or comments does not count; a comment behind a semicolon is a second
 * statement.
 *
 * @throws SqlError without a position, with Athena's texts for no statement and for several
 */
export function readSole(received: string): SoleStatement {
  const engineTokens = tokenize(received);
  const hive = isHiveStatement(engineTokens.filter(({ key }) => key !== ';'));
  const dialect = hive ? 'hive' : 'trino';
  const tokens = hive ? tokenize(received, dialect) : engineTokens;

  const pieces: string[] = [];
  let from = 0;
  for (const token of tokens) {
    if (token.key !== ';' && token.kind !== 'end') continue;
    const piece = received.slice(blanksEnd(received, from), token.start);
    if (piece !== '') pieces.push(piece.slice(0, blanksStart(piece)));
    from = token.end;
  }
  const told = received.slice(0, blanksStart(received));
  if (pieces.length > 1)
    throw new SqlError('SYNTAX_ERROR', `Only one sql statement is allowed. Got: ${told}`);
  const text = pieces[0];
  if (text === undefined && told !== '') throw new SqlError('SYNTAX_ERROR', `Empty sql statement: ${told}`);
  if (text === undefined) return { text: '', tokens: tokenize(''), hive: false };
  return { text, tokens: text === received ? tokens : tokenize(text, dialect), hive };
}

const isBlank = (char: string | undefined): boolean =>
  char === ' ' || char === '\n' || char === '\t' || char === '\r';

/** Where the first character from `offset` on is that is no blank. */
function blanksEnd(text: string, offset: number): number {
  let end = offset;
  while (isBlank(text[end])) end++;
  return end;
}

/** Where the blanks at the end of a text begin. */
function blanksStart(text: string): number {
  let start = text.length;
  while (start > 0 && isBlank(text[start - 1])) start--;
  return start;
}
