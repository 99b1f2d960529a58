import type { Typed } from '../bind/typed';
import { SqlError } from '../errors';
import { commonType, duckType, isInteger, isNumber, isText } from '../types/typeRules';
import { formatType, type Type } from '../types/types';

const elementOf = (t: Type | undefined): Type | undefined => (t?.kind === 'array' ? t.element : undefined);
/** Whether values of both can be told apart at all. A NULL without a type stands for any. */
const comparable = (a: Type | undefined, b: Type): boolean => !a || commonType(a, b) !== undefined;

/** What a parameter takes, at times by the type of the first argument. A NULL without a type goes everywhere. */
const KINDS = {
  any: (_: Type) => true,
  text: isText,
  number: isNumber,
  integer: isInteger,
  boolean: (t: Type) => t.kind === 'boolean',
  binary: (t: Type) => t.kind === 'varbinary',
  date: (t: Type) => t.kind === 'date',
  timestamp: (t: Type) => t.kind === 'timestamp',
  datetime: (t: Type) => t.kind === 'date' || t.kind === 'timestamp',
  temporal: (t: Type) => t.kind === 'date' || t.kind === 'timestamp' || t.kind === 'time',
  interval: (t: Type) => t.kind.startsWith('interval'),
  array: (t: Type) => t.kind === 'array',
  map: (t: Type) => t.kind === 'map',
  json: (t: Type) => t.kind === 'json' || t.kind === 'varchar',
  lambda: (t: Type) => t.kind === 'function',
  predicate: (t: Type) =>
    t.kind === 'function' && (t.result.kind === 'boolean' || t.result.kind === 'unknown'),
  arrays: (t: Type) => t.kind === 'array' && (t.element.kind === 'array' || t.element.kind === 'unknown'),
  numbers: (t: Type) => t.kind === 'array' && (isNumber(t.element) || t.element.kind === 'unknown'),
  entries: (t: Type) =>
    t.kind === 'array' &&
    (t.element.kind === 'unknown' || (t.element.kind === 'row' && t.element.fields.length === 2)),
  // Like the first argument: an array of such elements, a map of such entries, a value of its elements or keys.
  sameArray: (t: Type, first: Type) => t.kind === 'array' && comparable(elementOf(first), t.element),
  sameMap: (t: Type, first: Type) => t.kind === 'map' && comparable(first, t),
  element: (t: Type, first: Type) => comparable(elementOf(first), t),
  key: (t: Type, first: Type) => first.kind !== 'map' || comparable(first.key, t),
  same: (t: Type, first: Type) => comparable(first, t),
} satisfies Record<string, (type: Type, first: Type) => boolean>;

/** A NULL of no type in the one that DuckDB needs to choose a function by; other kinds take it as it is. */
const NULLS: Partial<Record<Kind, string>> = {
  text: 'VARCHAR',
  number: 'DOUBLE',
  integer: 'BIGINT',
  boolean: 'BOOLEAN',
  binary: 'BLOB',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  datetime: 'TIMESTAMP',
  temporal: 'TIMESTAMP',
  interval: 'INTERVAL',
  array: 'INTEGER[]',
  arrays: 'INTEGER[][]',
  numbers: 'INTEGER[]',
  map: 'MAP(INTEGER, INTEGER)',
  sameArray: 'INTEGER[]',
  sameMap: 'MAP(INTEGER, INTEGER)',
  json: 'JSON',
};

type Kind = keyof typeof KINDS;
/** `text`, an optional `text?` at the end, or `any*`: any number of them. */
export type Parameter = Kind | `${Kind}?` | `${Kind}*`;

/** The result of a rule: its type, and its SQL. */
export interface Result {
  type: Type;
  sql: string;
  constant?: Typed['constant'];
}

export type Rule = (args: Typed[], at: Typed['at']) => Result;

/** How an aggregate is called: what stands in front of its arguments, behind them, and behind its parenthesis. */
export interface Aggregate {
  /** `DISTINCT ` or nothing. */
  distinct: string;
  /** ` ORDER BY …` or nothing. */
  order: string;
  /** ` FILTER (…) OVER (…)` or nothing. */
  tail: string;
}
export type AggregateRule = (args: Typed[], how: Aggregate) => Result;

interface Entry<R> {
  parameters: Parameter[];
  rule: R;
}

/** A table of signatures: a name has one entry for each form; the first that takes the arguments is used. */
export class Signatures<R extends (args: Typed[], ...rest: never[]) => Result> {
  readonly #entries = new Map<string, Entry<R>[]>();

  add(name: string, parameters: Parameter[], rule: R): void {
    this.#entries.set(name, [...(this.#entries.get(name) ?? []), { parameters, rule }]);
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  names(): string[] {
    return [...this.#entries.keys()].sort();
  }

  /** What each form of a name takes. */
  forms(name: string): readonly (readonly Parameter[])[] {
    return (this.#entries.get(name) ?? []).map(({ parameters }) => parameters);
  }

  /** @throws SqlError FUNCTION_NOT_FOUND when no form takes the arguments */
  find(name: string, args: Typed[], at: Typed['at']): R {
    const forms = this.#entries.get(name) ?? [];
    const form = forms.find(({ parameters }) => takes(parameters, args));
    if (form) {
      const { parameters, rule } = form;
      return ((of: Typed[], ...rest: never[]) =>
        rule(
          of.map((arg, i) => typedNull(arg, i, of, parameters)),
          ...rest,
        )) as R;
    }
    const expected = forms.map(({ parameters }) => `${name}(${parameters.join(', ')})`).join(', ');
    throw new SqlError(
      'FUNCTION_NOT_FOUND',
      `Unexpected parameters (${args.map((a) => formatType(a.type)).join(', ')}) for function ${name}. Expected: ${expected}`,
      at,
    );
  }
}

function takes(parameters: Parameter[], args: Typed[]): boolean {
  const last = parameters.at(-1);
  const variadic = last?.endsWith('*');
  const least = parameters.filter((p) => !p.endsWith('?') && !p.endsWith('*')).length;
  if (args.length < least || (!variadic && args.length > parameters.length)) return false;
  return args.every((arg, i) => {
    return arg.type.kind === 'unknown' || KINDS[kindOf(parameters, i)](arg.type, args[0]!.type);
  });
}

const kindOf = (parameters: Parameter[], place: number): Kind =>
  (parameters[Math.min(place, parameters.length - 1)] ?? 'any').replace(/[?*]$/, '') as Kind;

/** A NULL of no type as one of its kind; where other arguments are of that kind, of their type. */
function typedNull(arg: Typed, place: number, args: Typed[], parameters: Parameter[]): Typed {
  const kind = kindOf(parameters, place);
  const type = arg.type.kind === 'unknown' ? NULLS[kind] : undefined;
  if (type === undefined) return arg;
  const known = (kinds: ReadonlySet<Kind>) =>
    args.find((other, i) => other.type.kind !== 'unknown' && kinds.has(kindOf(parameters, i)))?.type;
  const [like, element] = [
    ALIKE.has(kind) ? known(ALIKE) : undefined,
    kind === 'array' ? known(ELEMENT) : undefined,
  ];
  return {
    ...arg,
    sql: `CAST(NULL AS ${like ? duckType(like) : element ? `${duckType(element)}[]` : type})`,
  };
}

const ALIKE = new Set<Kind>(['array', 'sameArray', 'map', 'sameMap', 'temporal', 'datetime']);
const ELEMENT = new Set<Kind>(['element']);
