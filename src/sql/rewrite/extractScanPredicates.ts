/**
 * What a condition tells of the rows of a scan: comparisons of its columns with constants, by which files need not be
 * read. It may tell less than the condition says, never more.
 */

import { literalValue } from '../bind/literal';
import { lower, matching, type NameScope } from '../bind/nameScope';
import type { Predicate, Scan } from '../catalog/catalogResolver';
import type { ComparisonOperator, Expression } from '../syntax/ast/expression';
import { parseExpression } from '../syntax/parse';
import { T, typeOfName } from '../types/typeRules';
import type { Type } from '../types/types';

/** A constant as {@link Predicate} has it. */
interface Constant {
  value: string | number | bigint | boolean;
  type: Type;
}

/**
 * Adds what a condition tells to the filters of the scans whose columns it names. Only rows for which it is true may be
 * wanted of them: so of the rows of an outer join's optional side nothing is told.
 * @param only tell it of this scan, and of no other
 */
export function extractScanPredicates(
  node: Expression,
  block: NameScope,
  parameters: string[] = [],
  only?: Scan,
): void {
  for (const [scan, predicate] of new Teller(block, parameters).predicates(node)) {
    if (only && scan !== only) continue;
    scan.filter = scan.filter ? { op: 'and', operands: [scan.filter, predicate] } : predicate;
  }
}

type ScanPredicates = Map<Scan, Predicate>;

const NOTHING: ScanPredicates = new Map();
const FLIPPED = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

class Teller {
  constructor(
    private readonly block: NameScope,
    private readonly parameters: string[],
  ) {}

  predicates(node: Expression): ScanPredicates {
    switch (node.type) {
      case 'logical': {
        const operands = node.operands.map((operand) => this.predicates(operand));
        return node.operator === 'and' ? all(operands) : any(operands);
      }
      case 'comparison':
        return this.#comparison(node.left, node.operator, node.right);
      case 'between':
        if (node.negated) return NOTHING;
        return all([
          this.#comparison(node.operand, '>=', node.low),
          this.#comparison(node.operand, '<=', node.high),
        ]);
      case 'inList':
        if (node.negated) return NOTHING;
        // NULL in a list equals nothing.
        return any(
          node.list
            .filter((item) => !(item.type === 'literal' && item.kind === 'null'))
            .map((item) => this.#comparison(node.operand, '=', item)),
        );
      case 'isNull': {
        const column = this.#column(node.operand);
        if (!column) return NOTHING;
        return new Map([
          [column.scan, { op: node.negated ? 'is not null' : 'is null', column: column.name } as const],
        ]);
      }
      default:
        return NOTHING;
    }
  }

  #comparison(left: Expression, op: ComparisonOperator, right: Expression): ScanPredicates {
    const column = this.#column(left);
    if (!column) {
      const other = this.#column(right);
      return other ? this.#compared(other, FLIPPED[op], left) : NOTHING;
    }
    return this.#compared(column, op, right);
  }

  #compared(
    column: { scan: Scan; name: string; type: Type },
    op: ComparisonOperator,
    value: Expression,
  ): ScanPredicates {
    const constant = this.#constant(value);
    if (!constant) return NOTHING;
    return new Map([[column.scan, { op, column: column.name, ...comparable(constant, column.type) }]]);
  }

  /** The scan's column that a name means; undefined for what is computed, or means a column of a block around this. */
  #column(node: Expression): { scan: Scan; name: string; type: Type } | undefined {
    const parts = partsOf(node)?.map(lower);
    if (!parts) return undefined;
    const found = matching(this.block, parts.slice(0, -1), parts.at(-1)!);
    const [column] = found;
    return found.length === 1 && column?.scanned ? { ...column.scanned, type: column.type } : undefined;
  }

  #constant(node: Expression): Constant | undefined {
    switch (node.type) {
      case 'literal':
        return constantOf(node);
      case 'parameter': {
        const text = this.parameters[node.index];
        return text === undefined ? undefined : this.#constant(parseExpression(text));
      }
      case 'unary': {
        const operand = this.#constant(node.operand);
        if (!operand || (typeof operand.value !== 'number' && typeof operand.value !== 'bigint'))
          return undefined;
        return node.operator === '+' ? operand : { ...operand, value: -operand.value };
      }
      case 'cast':
        return temporalConstant(node.operand, typeOfName(node.to));
      case 'call': {
        const [name, argument] = [
          node.name.parts.map((part) => lower(part.name)).join('.'),
          node.arguments[0],
        ];
        return name === 'date' && argument && node.arguments.length === 1
          ? temporalConstant(argument, T.date)
          : undefined;
      }
      default:
        return undefined;
    }
  }
}

function partsOf(node: Expression): string[] | undefined {
  if (node.type === 'column') return [node.name.name];
  if (node.type !== 'dereference') return undefined;
  const base = partsOf(node.base);
  return base && [...base, node.field.name];
}

function constantOf(node: Extract<Expression, { type: 'literal' }>): Constant | undefined {
  const { type } = literalValue(node);
  switch (node.kind) {
    case 'boolean':
      return { value: node.value, type };
    case 'integer':
      return { value: BigInt(node.text), type };
    case 'decimal':
    case 'double':
      return { value: Number(node.text), type };
    case 'string':
      return { value: node.value, type };
    case 'typed':
      return typedConstant(node.value, type);
    default:
      return undefined;
  }
}

/** Blanks around a number or a date mean nothing; in a text they are part of it. */
function typedConstant(text: string, type: Type): Constant | undefined {
  if (type.kind === 'varchar' || type.kind === 'char') return { value: text, type };
  const value = text.trim();
  if (type.kind !== 'double' && type.kind !== 'real') return { value, type };
  // Other texts that JavaScript takes for numbers are none for the engine, which then says so.
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? { value: Number(value), type } : undefined;
}

/** A text as the date or time that a cast makes of it, where the cast keeps all of its digits. */
function temporalConstant(node: Expression, type: Type): Constant | undefined {
  if (node.type !== 'literal' || node.kind !== 'string') return undefined;
  const [, date, time, fraction = ''] =
    /^(\d{4}-\d\d-\d\d)( \d\d:\d\d:\d\d(?:\.(\d+))?)?$/.exec(node.value) ?? [];
  if (date === undefined) return undefined;
  if (type.kind === 'date') return time === undefined ? { value: date, type } : undefined;
  const isMoment = type.kind === 'timestamp' && !type.withTimeZone && fraction.length <= type.precision;
  return isMoment ? { value: node.value, type } : undefined;
}

/** A real is compared with exact numbers, and with reals, as a real: in its few digits. */
function comparable(constant: Constant, column: Type): Constant {
  const { value, type } = constant;
  const isReal = type.kind === 'real' || (column.kind === 'real' && type.kind !== 'double');
  return isReal && typeof value !== 'boolean'
    ? { value: Math.fround(Number(value)), type: T.real }
    : constant;
}

/** All of them are true: what each tells, holds. */
function all(tellings: ScanPredicates[]): ScanPredicates {
  return combined('and', tellings, (predicates) => predicates.length > 0);
}

/** One of them is true, nobody knows which: so it tells of a scan only what all of them tell of it. */
function any(tellings: ScanPredicates[]): ScanPredicates {
  return combined('or', tellings, (predicates) => predicates.length === tellings.length);
}

function combined(
  op: 'and' | 'or',
  tellings: ScanPredicates[],
  holds: (of: Predicate[]) => boolean,
): ScanPredicates {
  const told: ScanPredicates = new Map();
  for (const scan of new Set(tellings.flatMap((telling) => [...telling.keys()]))) {
    const operands = tellings.flatMap((telling) => telling.get(scan) ?? []);
    if (holds(operands)) told.set(scan, operands.length === 1 ? operands[0]! : { op, operands });
  }
  return told;
}
