import { type Position, SqlError } from '../../errors';
import type { Identifier, Name } from '../ast/node';
import { isReserved } from './reservedWord';
import { unquote, unquoteUnicode } from './stringLiteral';
import type { Token } from './token';

/** How many parentheses, queries, types and lambdas may stand in one another; keeps the parser off the end of the stack. */
const DEEPEST_NESTING = 300;

/**
 * A walk over the tokens of one statement by Trino's rules.
 *
 * Every question for a token (`is`, `accept`, `expect`, …) is remembered for the place where it was asked. So when no rule
 * can go on, the error lists what could have come there, as Trino's does. Looking further ahead (`peek`) leaves no
 * trace. A rule that has a name in errors (`<expression>`) is remembered by that name instead of its first tokens.
 */
export class Cursor {
  private index = 0;
  private askedAt = -1;
  private asked: string[] = [];
  private hiddenAt = -1;
  private depth = 0;
  private parameters = 0;
  private flaw: SqlError | undefined;

  /** Begins at the first token, or at the one at `offset` of the text. */
  constructor(
    readonly text: string,
    private readonly tokens: Token[],
    offset = 0,
  ) {
    while (this.token.start < offset) this.index++;
  }

  get token(): Token {
    return this.tokens[this.index] as Token;
  }

  get at(): Position {
    return this.token.at;
  }

  /** The token that was taken last. */
  get previous(): Token {
    return this.tokens[Math.max(0, this.index - 1)] as Token;
  }

  /** The token `ahead` places on, without remembering that somebody looked. */
  peek(ahead: number): Token {
    return this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)] as Token;
  }

  /** Remembers that `label` could come here. */
  note(label: string): void {
    if (this.hiddenAt === this.index) return;
    if (this.askedAt !== this.index) {
      this.askedAt = this.index;
      this.asked = [];
    }
    this.asked.push(label);
  }

  /** Says that a rule begins here that errors call `name`; what it asks about its first token is then not told. */
  rule(name: string): void {
    this.note(name);
    this.hiddenAt = this.index;
  }

  /** Whether the next token is this keyword or symbol. */
  is(key: string): boolean {
    if (this.token.key === key) return true;
    this.note(key === '<EOF>' ? key : `'${key}'`);
    return false;
  }

  /** Whether the tokens from here on are these keywords and symbols; only the first is remembered. */
  are(...keys: string[]): boolean {
    if (keys.every((key, ahead) => this.peek(ahead).key === key)) return true;
    this.note(`'${keys[0]}'`);
    return false;
  }

  advance(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.index++;
    return token;
  }

  accept(key: string): boolean {
    const found = this.is(key);
    if (found) this.advance();
    return found;
  }

  /** Takes these tokens if all of them are there, else none. */
  acceptAll(...keys: string[]): boolean {
    if (!this.are(...keys)) return false;
    for (const _ of keys) this.advance();
    return true;
  }

  expect(...keys: string[]): Token {
    for (const key of keys) if (!this.accept(key)) this.fail();
    return this.previous;
  }

  /** Takes one of these keywords and says which. */
  oneOf<K extends string>(...keys: K[]): K {
    const found = keys.filter((key) => this.is(key))[0];
    if (found === undefined) return this.fail();
    this.advance();
    return found;
  }

  /** `item (, item)*`, or with another separator. */
  list<T>(item: () => T, separator = ','): T[] {
    const items = [item()];
    while (this.accept(separator)) items.push(item());
    return items;
  }

  /** `( item (, item)* )` */
  parenthesized<T>(item: () => T): T[] {
    this.expect('(');
    const items = this.list(item);
    this.expect(')');
    return items;
  }

  /** Whether a token can begin an identifier, also one that Trino then refuses (backquotes, a digit first). */
  isName(token: Token = this.token): boolean {
    if (token.kind === 'word') return !isReserved(token.key);
    return token.kind === 'quoted' || token.kind === 'backquoted' || token.kind === 'digitWord';
  }

  identifier(): Identifier {
    const { token } = this;
    if (!this.isName()) {
      this.note('<identifier>');
      return this.fail();
    }
    if (token.kind === 'backquoted') {
      throw this.error('backquoted identifiers are not supported; use double quotes to quote identifiers');
    }
    if (token.kind === 'digitWord') {
      throw this.error('identifiers must not start with a digit; surround the identifier with double quotes');
    }
    const quoted = token.kind === 'quoted';
    const name = quoted ? unquote(token.text) : token.text.toLowerCase();
    if (name === '') throw this.error('Zero-length delimited identifier not allowed');
    this.advance();
    return { at: token.at, name, quoted };
  }

  /** `a`, `a.b`, … The analyzer knows how many parts make sense. */
  qualifiedName(): Name {
    const { at } = this;
    const parts = [this.identifier()];
    while (this.accept('.')) parts.push(this.identifier());
    return { at, parts };
  }

  /** `(a, b)` */
  columnList(): Identifier[] {
    return this.parenthesized(() => this.identifier());
  }

  isString(token: Token = this.token): boolean {
    return token.kind === 'string' || token.kind === 'unicodeString';
  }

  /** A character string: its value. */
  string(): string {
    const { token } = this;
    if (!this.isString()) {
      this.note('<string>');
      return this.fail();
    }
    this.advance();
    if (token.kind === 'string') return unquote(token.text);
    let marker = '\\';
    if (this.accept('UESCAPE')) {
      if (this.token.kind !== 'string') {
        this.note('<string>');
        this.fail();
      }
      marker = unquote(this.advance().text);
    }
    return unquoteUnicode(token.text, marker, token.at);
  }

  /** An unsigned whole number that the grammar wants itself (a precision, a length). */
  integer(): number {
    if (this.token.kind !== 'integer') {
      this.note('<integer>');
      this.fail();
    }
    return Number(this.advance().text.replaceAll('_', ''));
  }

  nextParameter(): number {
    return this.parameters++;
  }

  /** The text as written, from a token to the last one taken. */
  since(start: Token): string {
    return this.text.slice(start.start, this.previous.end);
  }

  /** Runs a rule one level deeper. */
  nested<T>(rule: () => T): T {
    if (++this.depth > DEEPEST_NESTING) throw tooLarge();
    const result = rule();
    this.depth--;
    return result;
  }

  error(text: string, at: Position = this.at): SqlError {
    return new SqlError('SYNTAX_ERROR', text, at);
  }

  /** No rule can go on from here. `expecting` replaces what was asked, where Trino tells something else. */
  fail(expecting = this.askedAt === this.index ? this.asked : []): never {
    const labels = [...new Set(expecting)].sort().join(', ');
    throw this.error(`mismatched input '${this.token.text}'. Expecting: ${labels}`);
  }

  /** Keeps an error that Trino finds only when it has read all: a syntax error further on goes before it. */
  blame(text: string, at: Position = this.at): void {
    this.flaw ??= this.error(text, at);
  }

  /** Nothing may follow. */
  end(): void {
    if (!this.is('<EOF>')) this.fail();
    if (this.flaw) throw this.flaw;
  }
}

/** Trino's answer to a statement whose tree is too deep for its stack. */
export function tooLarge(): SqlError {
  return new SqlError('SYNTAX_ERROR', 'statement is too large (stack overflow while parsing)', {
    line: 1,
    column: 1,
  });
}
