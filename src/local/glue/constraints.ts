import { AwsError } from '../errors';

/** Characters, at least and at most. */
interface TextLimits {
  min?: number;
  max?: number;
  /** May the text have several lines? */
  lines?: boolean;
  pattern?: RegExp;
}

/** Members, at least and at most. */
interface ListLimits {
  min?: number;
  max?: number;
}

/** Glue's single-line strings: everything but control characters (a tab is allowed). */
const SINGLE_LINE = /^[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}\t]*$/u;
const SINGLE_LINE_AS_PRINTED = '[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*';

/**
 * Checks of the members of one request, as AWS's services report them: all violations at once, each with the member's
 * path (`tableInput.name`), the value and the constraint. Values that have the wrong JSON type are a
 * SerializationException at once, as the service cannot even read them.
 */
export class Constraints {
  private readonly violations: string[] = [];

  /** A required text; on one line, unless it may have more. */
  text(path: string, value: unknown, limits: TextLimits = {}): this {
    return isAbsent(value) ? this.absent(path) : this.optionalText(path, value, limits);
  }

  optionalText(
    path: string,
    value: unknown,
    { min = 1, max = 255, lines = false, pattern }: TextLimits = {},
  ): this {
    if (isAbsent(value)) return this;
    if (typeof value !== 'string') throw unreadable(value, 'a String');
    if (value.length < min)
      return this.violate(path, value, `Member must have length greater than or equal to ${min}`);
    if (value.length > max)
      return this.violate(path, value, `Member must have length less than or equal to ${max}`);
    if (!lines && !SINGLE_LINE.test(value))
      return this.violate(
        path,
        value,
        `Member must satisfy regular expression pattern: ${SINGLE_LINE_AS_PRINTED}`,
      );
    if (pattern && !pattern.test(value))
      return this.violate(path, value, `Member must satisfy regular expression pattern: ${pattern.source}`);
    return this;
  }

  /** A required structure. */
  structure(path: string, value: unknown): this {
    if (isAbsent(value)) return this.absent(path);
    if (typeof value !== 'object' || Array.isArray(value))
      throw new AwsError('SerializationException', 'Unexpected field type');
    return this;
  }

  /** An optional map of text to text. */
  strings(path: string, value: unknown): this {
    if (isAbsent(value)) return this;
    this.structure(path, value);
    for (const [key, item] of Object.entries(value as object))
      this.text(`${path}.${key}`, item, { min: 0, max: 512_000, lines: true });
    return this;
  }

  /** A required list. */
  list(path: string, value: unknown, limits: ListLimits = {}): this {
    return isAbsent(value) ? this.absent(path) : this.optionalList(path, value, limits);
  }

  optionalList(
    path: string,
    value: unknown,
    { min = 0, max = Number.MAX_SAFE_INTEGER }: ListLimits = {},
  ): this {
    if (isAbsent(value)) return this;
    if (!Array.isArray(value)) throw new AwsError('SerializationException', 'Expected list or null');
    const printed = `[${value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(', ')}]`;
    if (value.length < min)
      return this.violate(path, printed, `Member must have length greater than or equal to ${min}`);
    if (value.length > max)
      return this.violate(path, printed, `Member must have length less than or equal to ${max}`);
    return this;
  }

  /** An optional list of structures. */
  structures(path: string, value: unknown): this {
    this.optionalList(path, value);
    for (const [i, one] of (Array.isArray(value) ? value : []).entries())
      this.structure(`${path}.${i + 1}.member`, one);
    return this;
  }

  /** An optional number. */
  number(path: string, value: unknown, { min, max }: { min: number; max: number }): this {
    if (isAbsent(value)) return this;
    if (typeof value !== 'number') throw unreadable(value, 'a Number');
    if (value < min)
      return this.violate(path, value, `Member must have value greater than or equal to ${min}`);
    if (value > max) return this.violate(path, value, `Member must have value less than or equal to ${max}`);
    return this;
  }

  /** A required member of an enumeration. */
  oneOf(path: string, value: unknown, allowed: readonly string[]): this {
    if (isAbsent(value)) return this.absent(path);
    if (typeof value !== 'string') throw unreadable(value, 'a String');
    if (allowed.includes(value)) return this;
    return this.violate(path, value, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
  }

  optionalOneOf(path: string, value: unknown, allowed: readonly string[]): this {
    return isAbsent(value) ? this : this.oneOf(path, value, allowed);
  }

  /** @throws AwsError with all violations in one text; `ValidationException` unless the service has another code for it */
  check(code = 'ValidationException'): void {
    const count = this.violations.length;
    if (count === 0) return;
    const noun = count === 1 ? 'error' : 'errors';
    throw new AwsError(code, `${count} validation ${noun} detected: ${this.violations.join('; ')}`);
  }

  private absent(path: string): this {
    return this.violate(path, null, 'Member must not be null');
  }

  private violate(path: string, value: string | number | null, constraint: string): this {
    const printed = value === null ? 'null' : `'${value}'`;
    this.violations.push(`Value ${printed} at '${path}' failed to satisfy constraint: ${constraint}`);
    return this;
  }
}

const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

function unreadable(value: unknown, wanted: string): AwsError {
  if (typeof value === 'object')
    return new AwsError('SerializationException', 'Start of structure or map found where not expected.');
  const kinds: Partial<Record<string, string>> = {
    number: 'NUMBER_VALUE',
    boolean: value ? 'TRUE_VALUE' : 'FALSE_VALUE',
  };
  return new AwsError(
    'SerializationException',
    `${kinds[typeof value] ?? 'STRING_VALUE'} can not be converted to ${wanted}`,
  );
}
