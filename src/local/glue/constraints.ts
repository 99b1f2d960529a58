import { AwsError } from '../errors';

/** Glue's single-line strings: everything but control characters (a tab is allowed). */
const SINGLE_LINE = /^[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}\t]*$/u;

/**
 * Checks of the members of one request, as AWS's services report them: all violations at once, each with the member's
 * path (`tableInput.name`), the value and the constraint. Values that have the wrong JSON type are a
 * SerializationException at once, as the service cannot even read them.
 */
export class Constraints {
  private readonly violations: string[] = [];

  /** A required text of `min` to `max` characters on one line. */
  text(path: string, value: unknown, { min = 1, max = 255 }: { min?: number; max?: number } = {}): this {
    if (value === undefined || value === null) return this.violate(path, 'null', 'Member must not be null');
    return this.optionalText(path, value, { min, max });
  }

  optionalText(
    path: string,
    value: unknown,
    { min = 1, max = 255 }: { min?: number; max?: number } = {},
  ): this {
    if (value === undefined || value === null) return this;
    if (typeof value !== 'string') throw unreadable(value, 'a String');
    if (value.length < min)
      this.violate(path, `'${value}'`, `Member must have length greater than or equal to ${min}`);
    else if (value.length > max)
      this.violate(path, `'${value}'`, `Member must have length less than or equal to ${max}`);
    else if (!SINGLE_LINE.test(value))
      this.violate(
        path,
        `'${value}'`,
        `Member must satisfy regular expression pattern: ${PRINTED_SINGLE_LINE}`,
      );
    return this;
  }

  /** A required structure. */
  structure(path: string, value: unknown): this {
    if (value === undefined || value === null) return this.violate(path, 'null', 'Member must not be null');
    if (typeof value !== 'object' || Array.isArray(value))
      throw new AwsError('SerializationException', 'Unexpected field type');
    return this;
  }

  /** A required list of at most `max` members. */
  list(
    path: string,
    value: unknown,
    { min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {},
  ): this {
    if (value === undefined || value === null) return this.violate(path, 'null', 'Member must not be null');
    return this.optionalList(path, value, { min, max });
  }

  optionalList(
    path: string,
    value: unknown,
    { min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {},
  ): this {
    if (value === undefined || value === null) return this;
    if (!Array.isArray(value)) throw new AwsError('SerializationException', 'Expected list or null');
    if (value.length < min)
      this.violate(path, printed(value), `Member must have length greater than or equal to ${min}`);
    if (value.length > max)
      this.violate(path, printed(value), `Member must have length less than or equal to ${max}`);
    return this;
  }

  /** An optional whole number. */
  integer(path: string, value: unknown, { min, max }: { min: number; max: number }): this {
    if (value === undefined || value === null) return this;
    if (typeof value !== 'number') throw unreadable(value, 'an Integer');
    if (value < min)
      this.violate(path, `'${value}'`, `Member must have value greater than or equal to ${min}`);
    if (value > max) this.violate(path, `'${value}'`, `Member must have value less than or equal to ${max}`);
    return this;
  }

  /** A required member of an enumeration. */
  oneOf(path: string, value: unknown, allowed: readonly string[]): this {
    if (value === undefined || value === null) return this.violate(path, 'null', 'Member must not be null');
    if (typeof value !== 'string') throw unreadable(value, 'a String');
    if (!allowed.includes(value))
      this.violate(path, `'${value}'`, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
    return this;
  }

  optionalOneOf(path: string, value: unknown, allowed: readonly string[]): this {
    return value === undefined || value === null ? this : this.oneOf(path, value, allowed);
  }

  /** @throws AwsError with all violations in one text; `ValidationException` unless the service has another code for it */
  check(code = 'ValidationException'): void {
    const count = this.violations.length;
    if (count === 0) return;
    const noun = count === 1 ? 'error' : 'errors';
    throw new AwsError(code, `${count} validation ${noun} detected: ${this.violations.join('; ')}`);
  }

  private violate(path: string, value: string, constraint: string): this {
    this.violations.push(`Value ${value} at '${path}' failed to satisfy constraint: ${constraint}`);
    return this;
  }
}

const PRINTED_SINGLE_LINE = '[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*';

const printed = (value: unknown[]): string =>
  `'[${value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(', ')}]'`;

function unreadable(value: unknown, wanted: string): AwsError {
  if (typeof value === 'object')
    return new AwsError('SerializationException', 'Start of structure or map found where not expected.');
  const kinds: Partial<Record<string, string>> = {
    number: 'NUMBER_VALUE',
    boolean: value ? 'TRUE_VALUE' : 'FALSE_VALUE',
  };
  const kind = kinds[typeof value] ?? 'STRING_VALUE';
  return new AwsError('SerializationException', `${kind} can not be converted to ${wanted}`);
}
