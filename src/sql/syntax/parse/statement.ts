import { SqlError } from '../../errors';
import type { Statement } from '../ast/statement';
import { parseCreateTableAs } from './createTableAs';
import type { Cursor } from './cursor';
import { parseDelete, parseInsert, parseUpdate } from './dml';
import { parseMerge } from './merge';
import { parseDeallocate, parseExecute, parsePrepare } from './prepared';
import { parseQuery } from './query';
import { parseExplain, parseShow, parseUnload } from './utility';
import { parseCreateView, parseDropView } from './view';

/** What a statement can begin with, as Athena lists it for `SELEC 1`. */
const BEGINNINGS =
  `ALTER ANALYZE CALL COMMENT COMMIT CREATE DEALLOCATE DELETE DENY DESC DESCRIBE DROP EXECUTE EXPLAIN GRANT INSERT
  MERGE PREPARE REFRESH RESET REVOKE ROLLBACK SET SHOW START TRUNCATE UNLOAD UPDATE USE`.split(/\s+/);

/** Athena's answer to a statement that it can read and does not run. */
export function unsupported(): SqlError {
  return new SqlError('SYNTAX_ERROR', 'Queries of this type are not supported');
}

/** A statement of the engine's own language (Trino's): queries, DML, CTAS, views, EXPLAIN, prepared statements, UNLOAD. */
export function parseStatement(c: Cursor): Statement {
  const next = c.peek(1).key;
  switch (c.token.key) {
    case 'INSERT':
      return parseInsert(c);
    case 'DELETE':
      return parseDelete(c);
    case 'UPDATE':
      return parseUpdate(c);
    case 'MERGE':
      return parseMerge(c);
    case 'CREATE':
      if (next === 'TABLE') return parseCreateTableAs(c);
      return parseCreateView(c);
    case 'DROP':
      return parseDropView(c);
    case 'EXPLAIN':
      return parseExplain(c);
    case 'PREPARE':
      return parsePrepare(c);
    case 'EXECUTE':
      return parseExecute(c);
    case 'DEALLOCATE':
      return parseDeallocate(c);
    case 'UNLOAD':
      return parseUnload(c);
    case 'SHOW':
      return parseShow(c);
  }
  if (BEGINNINGS.includes(c.token.key)) throw unsupported();
  for (const word of BEGINNINGS) c.note(`'${word}'`);
  return parseQuery(c);
}
