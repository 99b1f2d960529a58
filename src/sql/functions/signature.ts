import type { Typed } from '../bind/typed';
import { SqlError } from '../errors';
import { isInteger, isNumber, isText } from '../types/typeRules';
import { formatType, type Type } from '../types/types';

/** What a parameter takes. A NULL without a type goes everywhere. */
const KINDS = {
  any: () => true,
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
} satisfies Record<string, (type: Type) => boolean>;

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
export class Signatures<R> {
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
    if (form) return form.rule;
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
    const kind = (parameters[Math.min(i, parameters.length - 1)] ?? 'any').replace(/[?*]$/, '') as Kind;
    return arg.type.kind === 'unknown' || KINDS[kind](arg.type);
  });
}
