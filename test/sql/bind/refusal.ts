import { analyze } from '../../../src/sql/bind/bind';
import { SqlError } from '../../../src/sql/errors';
import { parse } from '../../../src/sql/syntax/parse';
import { scopeOf } from '../harness';
import { TABLES } from '../people';

/** What a user is told of a statement that cannot be run, or `analyzed` where it can. */
export function refusal(sql: string): string {
  try {
    analyze(parse(sql), scopeOf(TABLES));
  } catch (error) {
    if (error instanceof SqlError) return error.message;
    throw error;
  }
  return 'analyzed';
}
