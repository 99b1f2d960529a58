import type { Column } from '@aws-sdk/client-glue';
import { AwsError } from '../errors';

/** Does a partition, given by its values, meet an expression? */
export type PartitionFilter = (values: string[]) => boolean;

/**
 * Compiles the filter of GetPartitions: comparisons of partition keys with constants (`=`, `<>`, `!=`, `<`, `<=`, `>`,
 * `>=`, `IN`, `BETWEEN`, `LIKE`, `IS NULL`, their NOTs), joined by AND, OR, NOT and parentheses. Constants are read by
 * the type of the key.
 *
 * @throws AwsError InvalidInputException, with Glue's texts
 */
export function partitionFilter(expression: string, keys: Column[]): PartitionFilter {
  return new Reader(expression, keys).read();
}

/** Hive's name of a partition whose key is NULL. */
const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__';

type Comparable = number | bigint | string;

interface Token {
  kind: 'word' | 'number' | 'text' | 'symbol';
  text: string;
}

const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<number>[-+]?\d+(?:\.\d+)?)|(?<word>[A-Za-z_`"][\w.`"$]*)|(?<symbol><>|!=|<=|>=|[=<>(),]))/y;

const COMPARISONS: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

class Reader {
  private readonly tokens: Token[];
  private at = 0;

  constructor(
    private readonly expression: string,
    private readonly keys: Column[],
  ) {
    this.tokens = this.tokenize();
  }

  read(): PartitionFilter {
    const filter = this.disjunction();
    if (this.at < this.tokens.length) throw this.unsupported();
    return filter;
  }

  private disjunction(): PartitionFilter {
    let left = this.conjunction();
    while (this.takeWord('or')) {
      const [first, second] = [left, this.conjunction()];
      left = (values) => first(values) || second(values);
    }
    return left;
  }

  private conjunction(): PartitionFilter {
    let left = this.negation();
    while (this.takeWord('and')) {
      const [first, second] = [left, this.negation()];
      left = (values) => first(values) && second(values);
    }
    return left;
  }

  private negation(): PartitionFilter {
    if (this.takeWord('not')) {
      const filter = this.negation();
      return (values) => !filter(values);
    }
    if (this.takeSymbol('(')) {
      const filter = this.disjunction();
      this.needSymbol(')');
      return filter;
    }
    return this.condition();
  }

  private condition(): PartitionFilter {
    const { index, type } = this.key();
    if (this.takeWord('is')) {
      const negated = this.takeWord('not');
      this.needWord('null');
      return (values) => (values[index] === NULL_PARTITION) !== negated;
    }
    const negated = this.takeWord('not');
    const test = this.comparison(type, negated);
    // A NULL meets no comparison, and none of their negations.
    return (values) => values[index] !== NULL_PARTITION && test(stored(type, values[index]!)) !== negated;
  }

  private comparison(type: string, negated: boolean): (value: Comparable) => boolean {
    if (this.takeWord('in')) {
      this.needSymbol('(');
      const list = [this.constant(type)];
      while (this.takeSymbol(',')) list.push(this.constant(type));
      this.needSymbol(')');
      return (value) => list.some((item) => compare(value, item) === 0);
    }
    if (this.takeWord('between')) {
      const low = this.constant(type);
      this.needWord('and');
      const high = this.constant(type);
      return (value) => compare(value, low) >= 0 && compare(value, high) <= 0;
    }
    if (this.takeWord('like')) {
      if (!isText(type)) throw invalid(`${typeFamily(type)} data type doesn't support operation 'LIKE'`);
      const token = this.next();
      if (token?.kind !== 'text') throw this.unsupported();
      return likeMatcher(unquoted(token.text));
    }
    const operator = this.next();
    const meets = operator?.kind === 'symbol' ? COMPARISONS[operator.text] : undefined;
    if (!meets || negated) throw this.unsupported();
    const constant = this.constant(type);
    return (value) => meets(compare(value, constant));
  }

  private key(): { index: number; type: string } {
    const token = this.next();
    if (token?.kind !== 'word') throw this.unsupported();
    const name = token.text.replace(/[`"]/g, '').toLowerCase();
    const index = this.keys.findIndex((key) => key.Name?.toLowerCase() === name);
    if (index < 0) throw invalid('Invalid partition expression!');
    return { index, type: baseType(this.keys[index]!.Type) };
  }

  private constant(type: string): Comparable {
    // Clients write DATE '2024-01-01' and TIMESTAMP '…' too.
    if (['date', 'timestamp'].includes(this.tokens[this.at]?.text.toLowerCase() ?? '')) this.at++;
    const token = this.next();
    if (token?.kind !== 'text' && token?.kind !== 'number') throw this.unsupported();
    return typed(type, token.kind === 'text' ? unquoted(token.text) : token.text);
  }

  private next(): Token | undefined {
    return this.tokens[this.at++];
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.at];
    const taken = token?.kind === 'word' && token.text.toLowerCase() === word;
    if (taken) this.at++;
    return taken;
  }

  private takeSymbol(symbol: string): boolean {
    const token = this.tokens[this.at];
    const taken = token?.kind === 'symbol' && token.text === symbol;
    if (taken) this.at++;
    return taken;
  }

  private needWord(word: string): void {
    if (!this.takeWord(word)) throw this.unsupported();
  }

  private needSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unsupported();
  }

  private tokenize(): Token[] {
    const tokens: Token[] = [];
    const text = this.expression.trimEnd();
    for (let at = 0; at < text.length; ) {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(text);
      if (!match) throw this.unsupported();
      const [kind, found] = Object.entries(match.groups!).find(([, value]) => value !== undefined)!;
      tokens.push({ kind: kind as Token['kind'], text: found });
      at = TOKEN.lastIndex;
    }
    return tokens;
  }

  private unsupported(): AwsError {
    return invalid(`Unsupported expression '${this.expression}'`);
  }
}

const invalid = (message: string): AwsError => new AwsError('InvalidInputException', message);

const unquoted = (text: string): string => text.slice(1, -1).replaceAll("''", "'");

const baseType = (type: string | undefined): string =>
  (type ?? 'string').toLowerCase().replace(/\(.*$/, '').trim();

const INTEGRAL = ['tinyint', 'smallint', 'int', 'integer', 'bigint'];
const isText = (type: string): boolean => ['string', 'varchar', 'char'].includes(type);
const typeFamily = (type: string): string =>
  INTEGRAL.includes(type) ? 'Integral' : type.charAt(0).toUpperCase() + type.slice(1);

/** A value that is stored but no longer fits the key's type is the table's fault, not the expression's. */
function stored(type: string, value: string): Comparable {
  try {
    return typed(type, value);
  } catch (error) {
    throw error instanceof AwsError ? new AwsError('InvalidStateException', error.message) : error;
  }
}

/** Reads a constant, or a stored value, as the type of a key. Dates and times order as text. */
function typed(type: string, text: string): Comparable {
  if (INTEGRAL.includes(type)) {
    if (!/^[-+]?\d+$/.test(text)) throw invalid(`"${text}" is not an integer.`);
    return BigInt(text);
  }
  if (['decimal', 'float', 'double'].includes(type)) {
    const number = Number(text);
    if (text.trim() === '' || Number.isNaN(number)) throw invalid(`${text} is not a decimal.`);
    return number;
  }
  if (type === 'date') {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
      throw invalid(`${text} is not a date.`);
    return text;
  }
  if (type === 'timestamp') {
    const match = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?$/.exec(text);
    if (!match || Number.isNaN(Date.parse(`${match[1]!.replace(' ', 'T')}Z`)))
      throw invalid(`Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff] ${text} is not a timestamp.`);
    return `${match[1]}.${(match[2] ?? '').padEnd(9, '0')}`;
  }
  if (isText(type) || type === 'boolean') return text;
  throw invalid(`Unknown type : '${type}'`);
}

const compare = (a: Comparable, b: Comparable): number => (a < b ? -1 : a > b ? 1 : 0);

/** LIKE over the whole value: `%` any text, `_` any character. No pattern can make it backtrack without end. */
function likeMatcher(pattern: string): (value: Comparable) => boolean {
  const wanted = [...pattern];
  return (value) => {
    const text = [...String(value)];
    let [at, next, star, retry] = [0, 0, -1, 0];
    while (at < text.length) {
      if (wanted[next] === '%') [star, retry] = [next++, at];
      else if (wanted[next] === '_' || wanted[next] === text[at]) [at, next] = [at + 1, next + 1];
      else if (star >= 0) [at, next] = [++retry, star + 1];
      else return false;
    }
    return wanted.slice(next).every((char) => char === '%');
  };
}
