import { partitionTypes } from '../manifest/avroSchemas';
import type { DataFile } from '../manifest/dataFile';
import type { ManifestFile } from '../manifest/manifestList';
import { type PartitionSpec, parseTransform, type Transform } from '../partition/spec';
import { applyTransform } from '../partition/transform';
import type { PrimitiveType, Schema } from '../schema/schema';
import { decodeValue } from '../value/singleValue';
import { compareValues, type Value } from '../value/value';
import type { Comparison, Condition } from './condition';

/** What is known of all values of one field in some files. Everything that is absent is not known. */
interface Range {
  lower?: Value;
  upper?: Value;
  hasNull: boolean;
  hasValue: boolean;
}

/** The range of a partition field, with the transform that made its values. */
interface PartitionRange extends Range {
  sourceId: number;
  transform: Transform;
}

/** Whether a data file can hold a row for which the condition is true. */
export function fileMayMatch(condition: Condition, file: DataFile, spec: PartitionSpec): boolean {
  const partitions = spec.fields.map((field, i): PartitionRange => {
    const value = file.partition[i] ?? null;
    const transform = parseTransform(field.transform);
    return {
      sourceId: field['source-id'],
      transform,
      ...(value === null
        ? { hasNull: true, hasValue: false }
        : { lower: value, upper: value, hasNull: false, hasValue: true }),
    };
  });
  return mayMatch(condition, partitions, (id, type) => columnRange(file, id, type));
}

/** Whether a manifest can list such a file: by what its partition values have in common. */
export function manifestMayMatch(
  condition: Condition,
  manifest: ManifestFile,
  spec: PartitionSpec,
  schemas: Schema[],
): boolean {
  const { partitions } = manifest;
  if (!partitions || partitions.length !== spec.fields.length) return true;
  const types = partitionTypes(spec, schemas);
  const ranges = spec.fields.map((field, i): PartitionRange => {
    const { lower, upper, containsNull, containsNan } = partitions[i]!;
    return {
      sourceId: field['source-id'],
      transform: parseTransform(field.transform),
      lower: lower && decodeValue(types[i]!, lower),
      upper: upper && decodeValue(types[i]!, upper),
      hasNull: containsNull,
      // Without bounds there may be NaNs only, or nulls only; only the latter is of use.
      hasValue: lower !== undefined || containsNan !== false || !containsNull,
    };
  });
  return mayMatch(condition, ranges, () => undefined);
}

function columnRange(file: DataFile, id: number, type: PrimitiveType | undefined): Range | undefined {
  const values = file.valueCounts?.get(id);
  const nulls = file.nullCounts?.get(id);
  const lower = type && file.lowerBounds?.get(id);
  const upper = type && file.upperBounds?.get(id);
  return {
    lower: lower && decodeValue(type, lower),
    upper: upper && decodeValue(type, upper),
    hasNull: nulls !== 0,
    hasValue: values === undefined || nulls === undefined || values > nulls,
  };
}

type ColumnRange = (id: number, type?: PrimitiveType) => Range | undefined;

function mayMatch(condition: Condition, partitions: PartitionRange[], column: ColumnRange): boolean {
  switch (condition.op) {
    case 'unknown':
      return true;
    case 'and':
      return condition.operands.every((operand) => mayMatch(operand, partitions, column));
    case 'or':
      return condition.operands.some((operand) => mayMatch(operand, partitions, column));
    case 'is null':
    case 'is not null': {
      // A transform of NULL is NULL and of no other value, but for void, which is always NULL.
      const of = partitions.filter(
        (p) =>
          p.sourceId === condition.fieldId && p.transform.kind !== 'void' && p.transform.kind !== 'unknown',
      );
      const ranges: (Range | undefined)[] = [...of, column(condition.fieldId)];
      return ranges.every((range) => !range || (condition.op === 'is null' ? range.hasNull : range.hasValue));
    }
    default: {
      const { op, fieldId, type, value } = condition;
      const range = column(fieldId, type);
      if (range && !rangeMayMatch(op, range, value)) return false;
      return partitions.every((p) => p.sourceId !== fieldId || partitionMayMatch(op, p, type, value));
    }
  }
}

function rangeMayMatch(op: Comparison, range: Range, value: Value): boolean {
  if (!range.hasValue) return false;
  if (op !== '>' && op !== '>=' && range.lower !== undefined) {
    const order = compareValues(range.lower, value);
    if (order !== undefined && (op === '<' ? order >= 0 : order > 0)) return false;
  }
  if (op !== '<' && op !== '<=' && range.upper !== undefined) {
    const order = compareValues(range.upper, value);
    if (order !== undefined && (op === '>' ? order <= 0 : order < 0)) return false;
  }
  return true;
}

function partitionMayMatch(
  op: Comparison,
  range: PartitionRange,
  type: PrimitiveType,
  value: Value,
): boolean {
  const { transform } = range;
  if (transform.kind === 'void' || transform.kind === 'unknown') return true;
  if (!range.hasValue) return false;
  const projected = applyTransform(transform, type, value);
  if (projected === undefined || projected === null) return true;
  switch (transform.kind) {
    case 'identity':
      return rangeMayMatch(op, range, value);
    case 'bucket':
      return op !== '=' || rangeMayMatch('=', range, projected);
    case 'truncate':
      return rangeMayMatch(inclusive(op), range, projected);
    default:
      return timeMayMatch(inclusive(op), range, projected as number);
  }
}

/** A transform that keeps order may map a value and its neighbour to one: so `<` becomes `<=`. */
const inclusive = (op: Comparison): Comparison => (op === '<' ? '<=' : op === '>' ? '>=' : op);

/** Old writers rounded times before 1970 toward zero: one more than the specification says. */
function timeMayMatch(op: Comparison, range: Range, projected: number): boolean {
  if (rangeMayMatch(op, range, projected)) return true;
  return projected < 0 && rangeMayMatch(op, range, projected + 1);
}
