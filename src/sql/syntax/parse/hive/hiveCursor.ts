import type { SqlError } from '../../../errors';
import type { Identifier } from '../../ast/node';
import { Cursor } from '../cursor';
import type { Token } from '../token';
import { unquoteHive } from './stringLiteral';

/** The Hive side cannot read a statement; whether it says so depends on what Trino's grammar says. */
export class HiveRefusal extends Error {
  constructor(readonly reason: SqlError) {
    super(reason.message);
  }
}

/**
 * A walk over the tokens of a statement by the rules of Athena's Hive side: every word is a name where a name is
 * wanted, quotes around names are backticks, and errors are told in ANTLR's own words.
 */
export class HiveCursor extends Cursor {
  /** The first word of the statement: errors quote from there. */
  private readonly first = this.token;

  override isName(token: Token = this.token): boolean {
    return token.kind === 'word' || token.kind === 'backquoted' || token.kind === 'digitWord';
  }

  override identifier(): Identifier {
    const { token } = this;
    if (!this.isName()) this.fail();
    this.advance();
    const quoted = token.kind === 'backquoted';
    const name = quoted ? token.text.slice(1, -1).replaceAll('``', '`') : token.text.toLowerCase();
    return { at: token.at, name, quoted };
  }

  override isString(token: Token = this.token): boolean {
    return token.kind === 'string';
  }

  override string(): string {
    if (!this.isString()) this.fail();
    return unquoteHive(this.advance().text);
  }

  override fail(): never {
    return this.failFrom(this.first);
  }

  /** No rule can go on with the next token; the error quotes all from `from` to it. */
  failFrom(from: Token): never {
    const input =
      from === this.token ? this.token.text : this.text.slice(from.start, this.token.end) || '<EOF>';
    return this.refuse(`no viable alternative at input '${escapeBlanks(input)}'`);
  }

  /** The next token is not one of the few that can only come here. */
  failExpecting(expecting: string): never {
    return this.refuse(`mismatched input '${escapeBlanks(this.token.text)}' expecting ${expecting}`);
  }

  refuse(text: string): never {
    throw new HiveRefusal(this.error(text));
  }
}

function escapeBlanks(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}
