import {
  loadPolicy,
  validateIdentityPolicy,
  validateResourcePolicy,
  validateTrustPolicy,
} from '@cloud-copilot/iam-policy';
import { hasNoncharacters, NOTHING, ofResource, policyText } from './literalText';

export type PolicyKind = 'identity' | 'resource' | 'trust';

/** A policy variable, as the simulator gets it: under a name without `:`, `/` and `,`, at which it would cut. */
export interface PolicyVariable {
  /** In lower case. */
  key: string;
  fallback: string | undefined;
  /** The simulator's name, after a letter: `r` in the last part of an ARN, `c` elsewhere. */
  alias: string;
}

/** What a statement says, as far as it is asked for without a simulation. */
export interface ReadStatement {
  effect: string;
  actions: string[] | undefined;
  notActions: string[] | undefined;
  /** Patterns of Resource or NotResource, as they were written. */
  resources: string[];
}

/** A policy, read and checked once. */
export interface ReadPolicy {
  /** For the simulator. */
  policy: unknown;
  statements: ReadStatement[];
  /** Condition keys that it reads, in conditions and as variables; in lower case. */
  keys: ReadonlySet<string>;
  variables: readonly PolicyVariable[];
  hasVariablesInResources: boolean;
}

type Strings = string | string[] | undefined;
interface StatementDocument {
  Effect: string;
  Action?: Strings;
  NotAction?: Strings;
  NotPrincipal?: unknown;
  Resource?: Strings;
  NotResource?: Strings;
  Condition?: Record<string, Record<string, unknown>>;
}
interface PolicyDocument {
  Version?: string;
  Statement: StatementDocument | StatementDocument[];
}

const VALIDATORS = {
  identity: validateIdentityPolicy,
  resource: validateResourcePolicy,
  trust: validateTrustPolicy,
};
const PATTERNS = /^(?:string(?:not)?like|arn(?:not)?(?:like|equals))$/;
const DATES = /^date(?:(?:not)?equals|(?:less|greater)than(?:equals)?)$/;
const OTHERS =
  /^(?:string(?:not)?equals(?:ignorecase)?|numeric(?:(?:not)?equals|(?:less|greater)than(?:equals)?)|bool|binaryequals|(?:not)?ipaddress|null)$/;
const WITHOUT_VARIABLES = /^(?:numeric|date|ipaddress|notipaddress)/;

const known = new Map<string, ReadPolicy>();
const MOST_KNOWN = 2_000;

/** Reads a policy's text, once. @throws Error for what is no policy: nothing can be decided by it */
export function readPolicy(kind: PolicyKind, document: string): ReadPolicy {
  const key = `${kind} ${document}`;
  let read = known.get(key);
  if (!read) {
    if (known.size > MOST_KNOWN) known.clear();
    read = new Reader(kind).read(document);
    known.set(key, read);
  }
  return read;
}

const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

class Reader {
  readonly #keys = new Set<string>();
  readonly #variables = new Map<string, PolicyVariable>();
  #hasVariablesInResources = false;
  #knowsVariables = false;

  constructor(private readonly kind: PolicyKind) {}

  read(document: string): ReadPolicy {
    if (hasNoncharacters(document)) throw new Error('a policy holds noncharacters of Unicode');
    const parsed = JSON.parse(document) as PolicyDocument | null;
    const errors = parsed === null ? [{ path: '', message: 'it is null' }] : VALIDATORS[this.kind](parsed);
    if (parsed === null || errors.length > 0)
      throw new Error(`a policy is not valid: ${errors.map((e) => `${e.path} ${e.message}`).join('; ')}`);
    // Older policies know no variables (IAM user guide, Version).
    this.#knowsVariables = parsed.Version === '2012-10-17';
    const statements = listOf(parsed.Statement);
    const policy = loadPolicy(
      { ...parsed, Statement: statements.map((one) => this.#statement(one)) },
      { name: this.kind },
    );
    return {
      policy,
      statements: statements.map((one) => ({
        effect: one.Effect,
        actions: one.NotAction === undefined ? listOf(one.Action) : undefined,
        notActions: one.NotAction === undefined ? undefined : listOf(one.NotAction),
        resources: [...listOf(one.Resource), ...listOf(one.NotResource)],
      })),
      keys: this.#keys,
      variables: [...this.#variables.values()],
      hasVariablesInResources: this.#hasVariablesInResources,
    };
  }

  #statement(statement: StatementDocument): StatementDocument {
    for (const action of [...listOf(statement.Action), ...listOf(statement.NotAction)])
      if (!/^(?:\*|[\w-]+:[\w*?-]+)$/.test(action)) throw new Error(`${action} is no action`);
    const resources = (element: 'Resource' | 'NotResource') => {
      // What cannot be told must deny: a denial is widened then, an allowance narrowed.
      const wide = (statement.Effect === 'Deny') === (element === 'Resource');
      const list = statement[element];
      return list === undefined ? {} : { [element]: listOf(list).map((one) => this.#resource(one, wide)) };
    };
    return {
      ...statement,
      ...(statement.NotPrincipal !== undefined && { NotPrincipal: withoutAccounts(statement.NotPrincipal) }),
      ...resources('Resource'),
      ...resources('NotResource'),
      ...(statement.Condition && { Condition: this.#condition(statement.Condition) }),
    };
  }

  #resource(pattern: string, wide: boolean): string {
    if (/^\*+$/.test(pattern)) return '*';
    if (!pattern.startsWith('arn:')) throw new Error(`${pattern} is no ARN`);
    const parts = this.#text(pattern, true, 'r').split(':');
    if (parts.some((part) => part.includes('${'))) this.#hasVariablesInResources = true;
    // An ARN that ends early goes on with wildcards; the policies of resources need one in it.
    if (this.kind === 'identity' || pattern.includes('*')) while (parts.length < 6) parts.push('*');
    if (parts.length < 6) return parts.join(':');
    const head = parts.slice(1, 5).map((part) => (part.includes('${') ? (wide ? '*' : NOTHING) : part));
    return ['arn', ...head, ofResource(parts.slice(5).join(':'))].join(':');
  }

  #condition(
    condition: NonNullable<StatementDocument['Condition']>,
  ): Record<string, Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(condition).map(([operator, block]) => {
        const name = operator.toLowerCase().replace(/^forallvalues:|^foranyvalue:|ifexists$/g, '');
        if (!PATTERNS.test(name) && !DATES.test(name) && !OTHERS.test(name))
          throw new Error(`${operator} is no operator of conditions`);
        const values = Object.entries(block).map(([key, value]) => {
          this.#keys.add(key.toLowerCase());
          return [key, listOf(value).map((one) => this.#value(name, key, String(one)))];
        });
        return [operator, Object.fromEntries(values)];
      }),
    );
  }

  #value(operator: string, key: string, value: string): string {
    if (WITHOUT_VARIABLES.test(operator) && value.includes('${'))
      throw new Error(`${operator} takes no policy variables`);
    if (DATES.test(operator)) return dateText(key, value);
    if (WITHOUT_VARIABLES.test(operator)) return value;
    return this.#text(value, PATTERNS.test(operator), 'c');
  }

  #text(text: string, wildcards: boolean, place: 'r' | 'c'): string {
    const alias = (expression: string) => place + this.#aliasOf(expression);
    return policyText(text, wildcards, this.#knowsVariables ? alias : undefined);
  }

  #aliasOf(expression: string): string {
    const [, name = '', fallback] = /^\s*(.*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(expression) ?? [];
    const alias = Buffer.from(expression).toString('hex');
    this.#keys.add(name.toLowerCase());
    this.#variables.set(alias, { key: name.toLowerCase(), fallback, alias });
    return alias;
  }
}

/**
 * A NotPrincipal that names an account exempts the account's root user, who does not exist here, and not everybody in it
 * (IAM user guide, NotPrincipal): the others have to be named as well.
 */
function withoutAccounts(element: unknown): unknown {
  if (typeof element !== 'object' || element === null) return element;
  const { AWS, ...others } = element as Record<string, unknown>;
  if (AWS === undefined) return element;
  const named = listOf(AWS as string | string[]).filter(
    (one) => !/^(?:\d{12}|arn:aws:iam::\d{12}:root)$/.test(one),
  );
  return { ...others, AWS: named.length > 0 ? named : [NOBODY] };
}

/** A principal that nobody is. */
const NOBODY = 'arn:aws:iam::000000000000:user/nobody';

/** The simulator compares dates with dates and seconds with seconds, but not one with the other. */
function dateText(key: string, value: string): string {
  const seconds = /^-?\d+$/.test(value) ? Number(value) : undefined;
  if (key.toLowerCase() === 'aws:epochtime')
    return seconds === undefined ? String(Math.floor(Date.parse(value) / 1000)) : value;
  return seconds === undefined ? value : new Date(seconds * 1000).toISOString();
}
