import type { MemberShape, ServiceModel, Shape } from './serviceModel';

/** A list of violations ends here: AWS does not tell of more, and a long list has as many as it has members. */
const MOST = 10;
/** Characters of a value that an error repeats. */
const SHOWN = 1000;
/** Longer texts are not held against a pattern: some take time that grows with the square of the length. */
const LONGEST_MATCHED = 10_000;

/** What of a model is held against an input. */
export type Strictness =
  /** All that the model says. */
  | 'all'
  /** What must be there, lengths and ranges; enumerations and patterns, which lag behind the service, are left to moto. */
  | 'bounds';

/**
 * Holds a claim's input against its model, as AWS's services do before they look at what values mean.
 * @param except what is not looked at: `CreateWorkGroup name`, the operation and the path of a member
 * @returns one sentence a violation, in AWS's words: `Value '' at 'name' failed to satisfy constraint: Member must …`
 */
export function violationsOf(
  model: ServiceModel,
  operation: string,
  input: Record<string, unknown>,
  strictness: Strictness,
  except?: RegExp,
): string[] {
  const root = model.operations[operation]?.input;
  if (!root) return [];
  const isLeft = (path: string) => except?.test(`${operation} ${path}`) ?? false;
  const validation = new Validation(model, strictness, isLeft);
  validation.check(input, root, '');
  return validation.violations;
}

/** All violations as the text of one error. */
export const violationText = (violations: readonly string[]): string =>
  `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: ${violations.join('; ')}`;

class Validation {
  readonly violations: string[] = [];

  constructor(
    private readonly model: ServiceModel,
    private readonly strictness: Strictness,
    /** Somebody else looks at the member of a path. */
    private readonly isLeft: (path: string) => boolean,
  ) {}

  check(value: unknown, member: MemberShape, path: string): void {
    const shape = this.model.shapes[member.shape]!;
    if (shape.document || this.violations.length >= MOST) return;
    if (shape.type === 'structure') this.#structure(value, shape, path);
    else if (Array.isArray(value)) {
      this.#bounds(value.length, shape, path, value, 'length');
      for (const [i, one] of value.entries()) this.#element(one, shape.member, `${path}.${i + 1}.member`);
    } else if (shape.type === 'map') this.#map(value, shape, path);
    else if (typeof value === 'string') this.#text(value, shape, path);
    else if (typeof value === 'number') this.#bounds(value, shape, path, value, 'value');
    else if (value instanceof Uint8Array) this.#bounds(value.length, shape, path, undefined, 'length');
  }

  #element(value: unknown, member: MemberShape | undefined, path: string): void {
    if (value === null || value === undefined) this.#violate('null', path, 'Member must not be null');
    else if (member) this.check(value, member, path);
  }

  #structure(value: unknown, shape: Shape, path: string): void {
    if (typeof value !== 'object' || value === null) return;
    const members = value as Record<string, unknown>;
    for (const [name, member] of Object.entries(shape.members ?? {})) {
      const at = `${path === '' ? '' : `${path}.`}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
      const one = Object.hasOwn(members, name) ? members[name] : undefined;
      if (one !== undefined && one !== null) this.check(one, member, at);
      else if (shape.required?.includes(name)) this.#violate('null', at, 'Member must not be null');
    }
  }

  #map(value: unknown, shape: Shape, path: string): void {
    if (typeof value !== 'object' || value === null) return;
    const entries = Object.entries(value);
    this.#bounds(entries.length, shape, path, undefined, 'length');
    for (const [key, one] of entries) {
      if (shape.key) this.check(key, shape.key, `${path}.key`);
      this.#element(one, shape.value, `${path}.${key.slice(0, SHOWN)}.member`);
    }
  }

  #text(value: string, shape: Shape, path: string): void {
    const shown = shape.sensitive ? undefined : value;
    if (this.strictness === 'all' && shape.enum && !shape.enum.includes(value))
      this.#violate(quoted(shown), path, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
    const fits = this.#bounds(value.length, shape, path, shown, 'length');
    if (fits && this.strictness === 'all' && shape.pattern !== undefined && !matches(value, shape.pattern))
      this.#violate(
        quoted(shown),
        path,
        `Member must satisfy regular expression pattern: ${shape.pattern.replace(/^\^|\$$/g, '')}`,
      );
  }

  /** @param measure a length or a value @returns whether it fits */
  #bounds(measure: number, shape: Shape, path: string, shown: unknown, kind: 'length' | 'value'): boolean {
    const { min, max } = shape;
    if (min !== undefined && !(measure >= min))
      this.#violate(quoted(shown), path, `Member must have ${kind} greater than or equal to ${min}`);
    else if (max !== undefined && !(measure <= max))
      this.#violate(quoted(shown), path, `Member must have ${kind} less than or equal to ${max}`);
    else return true;
    return false;
  }

  #violate(shown: string, path: string, constraint: string): void {
    if (this.violations.length >= MOST || this.isLeft(path)) return;
    this.violations.push(
      `Value ${shown === '' ? '' : `${shown} `}at '${path}' failed to satisfy constraint: ${constraint}`,
    );
  }
}

function quoted(value: unknown): string {
  if (value === undefined) return '';
  const text = Array.isArray(value)
    ? `[${value.slice(0, 100).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))}]`
    : String(value);
  return `'${text.slice(0, SHOWN)}'`;
}

const patterns = new Map<string, RegExp | undefined>();

/** Java's patterns that JavaScript does not read, and those that allow one character only by an oversight, hold for all. */
function matches(value: string, pattern: string): boolean {
  if (value.length > LONGEST_MATCHED || /^\[[^\]]*\]$/.test(pattern)) return true;
  if (!patterns.has(pattern)) patterns.set(pattern, compiled(pattern));
  return patterns.get(pattern)?.test(value) ?? true;
}

function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return undefined;
  }
}
