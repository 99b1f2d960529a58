import { SqlError } from '../errors';
import { type Dialect, tokenize } from './lexer';

const BLANK_ENDS = /^[ \t\r\n]+|[ \t\r\n]+$/g;

/**
 * The one statement of a text, without semicolons and blanks around it: what Athena runs, echoes as `Query`, and
 * counts positions in. A semicolon in quotes or comments does not count; a comment behind a semicolon is a second
 * statement.
 *
 * @throws SqlError without a position, with Athena's texts for no statement and for several
 */
export function soleStatement(text: string, dialect: Dialect = 'trino'): string {
  const pieces: string[] = [];
  let from = 0;
  let semicolons = 0;
  for (const token of tokenize(text, dialect)) {
    if (token.key !== ';' && token.kind !== 'end') continue;
    if (token.key === ';') semicolons++;
    const piece = text.slice(from, token.kind === 'end' ? text.length : token.start).replace(BLANK_ENDS, '');
    if (piece !== '') pieces.push(piece);
    from = token.end;
  }
  const received = text.replace(/[ \t\r\n]+$/, '');
  if (pieces.length > 1)
    throw new SqlError('SYNTAX_ERROR', `Only one sql statement is allowed. Got: ${received}`);
  if (pieces.length === 0 && semicolons > 0)
    throw new SqlError('SYNTAX_ERROR', `Empty sql statement: ${received}`);
  return pieces[0] ?? '';
}
