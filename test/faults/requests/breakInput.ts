import type { MemberShape, ServiceModel } from '../../../src/local/claim/serviceModel';
import type { Random } from '../random';
import { type FullShape, patternOf, Raw, shapeOf } from './model';

/** What is done to one member of an input. */
export const BREAKS = [
  'wrong type',
  'null',
  'missing',
  'too long',
  'number',
  'enum',
  'pattern',
  'deep',
  'unicode',
  'duplicate',
  'token',
] as const;
export type Break = (typeof BREAKS)[number];

/** An input with one flaw. */
export interface Broken {
  input: Record<string, unknown>;
  /** Where it is: `TableInput.Columns.0.Name`. */
  at: string;
  /** The model forbids it: it must not succeed. */
  isForbidden: boolean;
}

/** A place in an input: what holds it, and what it is. */
interface Place {
  holder: Record<string, unknown> | unknown[];
  key: string | number;
  path: string;
  member: MemberShape;
  shape: FullShape;
  isRequired: boolean;
}

/** Makes one member of an input wrong; undefined when none can be made wrong in this way. */
export function breakInput(
  model: ServiceModel,
  operation: string,
  valid: Record<string, unknown>,
  kind: Break,
  random: Random,
): Broken | undefined {
  const root = model.operations[operation]?.input;
  if (!root) return undefined;
  const input = structuredClone(valid);
  const places = [...placesOf(model, root, input, '')].filter((place) => fits(kind, place));
  if (places.length === 0) return undefined;
  const place = random.pick(places);
  const isForbidden = APPLY[kind](place, random);
  return { input, at: place.path, isForbidden };
}

function* placesOf(model: ServiceModel, member: MemberShape, value: unknown, path: string): Generator<Place> {
  const shape = shapeOf(model, member);
  const at = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
  if (shape.type === 'structure' && typeof value === 'object' && value !== null) {
    const holder = value as Record<string, unknown>;
    for (const [name, of] of Object.entries(shape.members ?? {})) {
      const isRequired = shape.required?.includes(name) ?? false;
      if (holder[name] === undefined && path !== '') continue;
      yield { holder, key: name, path: at(name), member: of, shape: shapeOf(model, of), isRequired };
      if (holder[name] !== undefined) yield* placesOf(model, of, holder[name], at(name));
    }
  } else if (shape.type === 'list' && Array.isArray(value)) {
    for (const [i, one] of value.entries()) {
      yield {
        holder: value,
        key: i,
        path: at(i),
        member: shape.member!,
        shape: shapeOf(model, shape.member!),
        isRequired: false,
      };
      yield* placesOf(model, shape.member!, one, at(i));
    }
  } else if (shape.type === 'map' && typeof value === 'object' && value !== null) {
    const holder = value as Record<string, unknown>;
    for (const [key, one] of Object.entries(holder)) {
      yield {
        holder,
        key,
        path: at(key),
        member: shape.value!,
        shape: shapeOf(model, shape.value!),
        isRequired: false,
      };
      yield* placesOf(model, shape.value!, one, at(key));
    }
  }
}

const isText = ({ type }: FullShape) => type === 'string' || type === 'character';
const isNumber = ({ type }: FullShape) => /^(integer|long|short|byte|float|double|big\w+)$/.test(type);
const set = ({ holder, key }: Place, value: unknown) => {
  (holder as Record<string | number, unknown>)[key] = value;
};

function fits(kind: Break, { shape, isRequired, key, member }: Place): boolean {
  switch (kind) {
    case 'missing':
      return isRequired && member.location !== 'uri' && member.location !== 'querystring';
    case 'too long':
      return isText(shape) || shape.type === 'list' || shape.type === 'map' || shape.type === 'blob';
    case 'number':
      return isNumber(shape) || shape.type === 'timestamp';
    case 'enum':
      return shape.enum !== undefined;
    case 'pattern':
      return isText(shape) && !shape.enum && patternOf(shape) !== undefined;
    case 'unicode':
    case 'token':
      return isText(shape) && (kind === 'unicode' || /token|marker/i.test(String(key)));
    case 'duplicate':
      return isText(shape) && typeof key === 'string' && member.location === undefined;
    default:
      return true;
  }
}

const NESTED = 10_000;
const DEEP = [
  new Raw(`${'['.repeat(NESTED)}${']'.repeat(NESTED)}`),
  new Raw(
    `${'{"a":'.repeat(NESTED)}1${'}'.repeat(NESTED)}`,
    `${'<a>'.repeat(NESTED)}${'</a>'.repeat(NESTED)}`,
  ),
  new Raw('['.repeat(NESTED)),
];
const NUMBERS: [Raw, number][] = [
  ...[-1, 0, -(2 ** 31), 2 ** 31, 2 ** 53 + 2, -(2 ** 63), 2 ** 64, 1e21, 1e308].map(
    (value): [Raw, number] => [new Raw(String(value)), value],
  ),
  [new Raw('0.5'), 0.5],
  [new Raw('1e400'), Infinity],
  [new Raw('NaN'), NaN],
  [new Raw('"NaN"', 'NaN'), NaN],
  [new Raw('Infinity'), Infinity],
  [new Raw('"-Infinity"', '-Infinity'), -Infinity],
  [new Raw('9'.repeat(400)), Infinity],
];
const UNICODE = [
  new Raw('"\\ud800"', '\ufffd'),
  new Raw('"a\\udc00b"', 'a\ufffdb'),
  new Raw('"\\u0000"', '\0'),
  new Raw('"a\\u0000b\\u0007"', 'a\0b\x07'),
  new Raw('"\u202e\u2066abc"', '\u202e\u2066abc'),
  new Raw('"😀𝕏\u{10ffff}"', '😀𝕏\u{10ffff}'),
  new Raw('"e\u0301\ufeff\u2028"', 'e\u0301\ufeff\u2028'),
  new Raw('"\\r\\n\\u0085"', '\r\n\u0085'),
  new Raw('"\uffff\ufffe"', '\uffff\ufffe'),
];
const GARBAGE = [
  'x',
  '',
  '{}',
  'bnVsbA==',
  'eyJhZnRlciI6MX0',
  '%00',
  '-1',
  '../..',
  '\0',
  'null',
  '=',
  'é',
  '0'.repeat(3000),
];

/** Each changes a place, and tells whether the model forbids what is there now. */
const APPLY: Record<Break, (place: Place, random: Random) => boolean> = {
  'wrong type': (place, random) => {
    const own = place.shape;
    const others: [boolean, Raw][] = [
      [!isText(own) && own.type !== 'blob' && own.type !== 'timestamp', new Raw('"x"', 'x')],
      [!isNumber(own) && own.type !== 'timestamp', new Raw('7', '7')],
      [own.type !== 'boolean', new Raw('true', 'true')],
      [own.type !== 'list', new Raw('[1]', '[1]')],
      [own.type !== 'list', new Raw('[]', '[]')],
      [own.type !== 'structure' && own.type !== 'map', new Raw('{"a":{"b":[null]}}', '<a/>')],
      [own.type !== 'structure' && own.type !== 'map', new Raw('{}', '{}')],
    ];
    set(place, random.pick(others.filter(([isWrong]) => isWrong))[1]);
    return !own.document;
  },
  null: (place) => {
    set(place, new Raw('null', ''));
    return place.isRequired;
  },
  missing: (place) => {
    if (!Array.isArray(place.holder)) delete place.holder[String(place.key)];
    return true;
  },
  'too long': (place, random) => {
    const { shape } = place;
    const above = shape.max !== undefined && shape.max < 5000 && random.chance(0.7);
    if (isText(shape) || shape.type === 'blob') {
      const length = above ? shape.max! + 1 : 300_000;
      set(place, shape.type === 'blob' ? new Uint8Array(length) : 'a'.repeat(length));
      return shape.max !== undefined && length > shape.max;
    }
    const length = above ? shape.max! + 1 : 3000;
    const texts = Array.from({ length }, (_, i) => `a${i}`);
    const own = (place.holder as Record<string | number, unknown>)[place.key];
    const one = Array.isArray(own) ? own[0] : Object.values(own ?? {})[0];
    set(
      place,
      shape.type === 'list'
        ? texts.map((text) => one ?? text)
        : Object.fromEntries(texts.map((text) => [text, one ?? text])),
    );
    return shape.max !== undefined && length > shape.max;
  },
  number: (place, random) => {
    const [raw, value] = random.pick(NUMBERS);
    set(place, raw);
    const { min = -Infinity, max = Infinity, type } = place.shape;
    if (type === 'timestamp') return !Number.isFinite(value);
    const isWhole = !/^(float|double|big\w+)$/.test(type);
    return value < min || value > max || (isWhole && !Number.isFinite(value));
  },
  enum: (place, random) => {
    set(place, random.pick(['BOGUS', '', 'a'.repeat(2000), `${place.shape.enum![0]} `]));
    return true;
  },
  pattern: (place, random) => {
    const pattern = patternOf(place.shape)!;
    const flaws = ['\n', ' ', '\0', '../x', '<a>', '💥', 'a b', '*', '"', "'", 'ä', ''];
    const wrong = flaws.filter((text) => !pattern.test(text));
    if (wrong.length === 0) return false;
    set(place, random.pick(wrong));
    return true;
  },
  deep: (place, random) => {
    set(place, random.pick(DEEP));
    return !place.shape.document;
  },
  unicode: (place, random) => {
    set(place, random.pick(UNICODE));
    return false;
  },
  duplicate: (place) => {
    const { holder, key } = place;
    if (Array.isArray(holder)) return false;
    const kept = holder[String(key)];
    set(place, new Raw(`"first",${JSON.stringify(key)}:${JSON.stringify(kept ?? 'second')}`, 'first'));
    return false;
  },
  token: (place, random) => {
    set(place, random.pick(GARBAGE));
    return false;
  },
};
