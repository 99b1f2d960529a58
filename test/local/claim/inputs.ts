import fc from 'fast-check';
import type { Protocol } from '../../../src/local/claim/claim';
import type { MemberShape, ServiceModel, Shape } from '../../../src/local/claim/serviceModel';

/** Texts that every wire can carry: no control characters, which XML has no way to write. */
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((value) => value.replace(/\p{Cc}/gu, '·'));
/** Texts in headers: latin letters, without blanks at the ends. */
const header = fc.stringMatching(/^[A-Za-z0-9*?:/_.+=-]{1,12}$/);
/** Texts of a path: a segment of a dot or two would be another path. */
const label = text.filter((value) => !/^\.\.?$/.test(value) && isWellFormed(value));
const moment = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000));

/** Inputs of an operation as its model allows them. What a wire cannot tell apart (an empty structure, no structure) is left out. */
export function inputsOf(
  model: ServiceModel,
  name: string,
  protocol: Protocol,
): fc.Arbitrary<Record<string, unknown>> {
  const { input } = model.operations[name]!;
  if (!input) return fc.constant({});
  return arbitraryOf({ shape: input.shape }, { model, protocol, depth: 0 }) as fc.Arbitrary<
    Record<string, unknown>
  >;
}

interface Place {
  model: ServiceModel;
  protocol: Protocol;
  depth: number;
}

function arbitraryOf(member: MemberShape, place: Place): fc.Arbitrary<unknown> {
  const shape = place.model.shapes[member.shape]!;
  const { protocol, depth } = place;
  switch (shape.type) {
    case 'structure':
      return structureOf(shape, place);
    case 'list':
      return fc.array(arbitraryOf(shape.member!, { ...place, depth: depth + 1 }), {
        minLength: 1,
        maxLength: Math.min(shape.max ?? 3, member.location === 'header' ? 1 : 3),
      });
    case 'map':
      return fc
        .uniqueArray(
          fc.tuple(
            member.location ? header.map((key) => key.toLowerCase().replace(/[^a-z0-9]/g, 'x')) : text,
            arbitraryOf(shape.value!, { ...place, depth: depth + 1 }),
          ),
          {
            minLength: 1,
            maxLength: 3,
            selector: ([key]) => key,
          },
        )
        .map((entries) => Object.fromEntries(entries));
    case 'blob':
      return fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => new Uint8Array(bytes));
    case 'timestamp':
      return moment;
    case 'boolean':
      return fc.boolean();
    case 'float':
    case 'double':
      return fc.integer({ min: -1000, max: 1000 }).map((value) => value + 0.5);
    case 'string':
    case 'character':
      if (member.location === 'header') return header;
      return member.location === 'uri'
        ? label
        : protocol === 'rest-xml'
          ? text.filter((value) => isWellFormed(value))
          : text;
    default:
      return fc.integer({ min: 0, max: 100_000 });
  }
}

/** All members that a path needs, some of the others, and at least one. */
function structureOf(shape: Shape, place: Place): fc.Arbitrary<unknown> {
  const deeper = { ...place, depth: place.depth + 1 };
  const members = Object.entries(shape.members ?? {}).filter(
    ([, member]) =>
      (place.depth < 4 || isPlain(place.model.shapes[member.shape]!)) &&
      !member.jsonvalue &&
      !place.model.shapes[member.shape]!.document,
  );
  const needed = members.filter(([, member]) => member.location === 'uri').map(([name]) => name);
  const isUnion = (shape as { union?: boolean }).union === true;
  // Members are chosen before their values are thought of: models are deep, and recursive.
  return fc
    .shuffledSubarray(members, {
      minLength: members.length > 0 && place.depth > 0 ? 1 : 0,
      maxLength: Math.min(members.length, isUnion ? 1 : 5),
    })
    .chain((chosen) => {
      const all = new Map([...members.filter(([name]) => needed.includes(name)), ...chosen]);
      return fc.record(
        Object.fromEntries([...all].map(([name, member]) => [name, arbitraryOf(member, deeper)])),
      );
    });
}

const isPlain = ({ type }: Shape): boolean => type !== 'structure' && type !== 'list' && type !== 'map';

/** No half of a surrogate pair stands alone. */
const isWellFormed = (value: string): boolean => Buffer.from(value).toString() === value;
