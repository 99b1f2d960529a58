import type { MemberShape, ServiceModel } from '../../../src/local/claim/serviceModel';
import type { Random } from '../random';
import { patternOf, shapeOf } from './model';
import { NAMES, SHAPES_OF_TEXT } from './names';

/** An input that the model of an operation allows, with names of things that are there wherever that can be guessed. */
export function validInput(model: ServiceModel, operation: string, random: Random): Record<string, unknown> {
  const input = model.operations[operation]?.input;
  return input ? (validValue(model, input, '', random, 0) as Record<string, unknown>) : {};
}

/** @param name what the member is called */
function validValue(
  model: ServiceModel,
  member: MemberShape,
  name: string,
  random: Random,
  depth: number,
): unknown {
  const shape = shapeOf(model, member);
  const deeper = (of: MemberShape, called: string) => validValue(model, of, called, random, depth + 1);
  const count = () => Math.max(shape.min ?? 0, random.integer(1, Math.min(shape.max ?? 2, 2)));
  switch (shape.type) {
    case 'structure': {
      const names = Object.keys(shape.members ?? {});
      const required = new Set(shape.required);
      const wanted = shape.union
        ? names.length === 0
          ? []
          : [random.pick(names)]
        : names.filter((one) => required.has(one) || (depth < 4 && random.chance(depth === 0 ? 0.25 : 0.2)));
      if (depth > 12) return {};
      return Object.fromEntries(wanted.map((one) => [one, deeper(shape.members![one]!, one)]));
    }
    case 'list':
      return depth > 10
        ? []
        : Array.from({ length: Math.min(count(), 50) }, () => deeper(shape.member!, name.replace(/s$/, '')));
    case 'map':
      return Object.fromEntries(
        Array.from({ length: depth > 10 ? 0 : 1 }, () => [
          String(deeper(shape.key!, 'key')),
          deeper(shape.value!, 'value'),
        ]),
      );
    case 'boolean':
      return random.chance(0.5);
    case 'blob':
      return new Uint8Array([1, 2, 3]);
    case 'timestamp':
      return new Date(random.integer(1_700_000_000, 1_800_000_000) * 1000);
    case 'string':
    case 'character':
      return validText(shape, name, random);
    default: {
      const min = shape.min ?? 0;
      return random.integer(min, Math.min(shape.max ?? min + 100, min + 100));
    }
  }
}

function validText(shape: ReturnType<typeof shapeOf>, name: string, random: Random): string {
  if (shape.enum) return random.pick(shape.enum);
  const pattern = patternOf(shape);
  const fits = (text: string) =>
    text.length >= (shape.min ?? 0) && text.length <= (shape.max ?? 2048) && (!pattern || pattern.test(text));
  const known = NAMES.find(([member]) => member.test(name))?.[1] ?? [];
  const named = known.filter(fits);
  if (named.length > 0 && random.chance(0.85)) return random.pick(named);
  const shaped = SHAPES_OF_TEXT.filter(fits);
  if (shaped.length > 0) return random.chance(0.6) ? shaped[0]! : random.pick(shaped);
  return 'x'.repeat(Math.min(Math.max(shape.min ?? 1, 1), 5000));
}
