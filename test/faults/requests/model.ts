import type { MemberShape, ServiceModel, Shape } from '../../../src/local/claim/serviceModel';

/** A shape with all that botocore says of its values. */
export interface FullShape extends Shape {
  required?: string[];
  min?: number;
  enum?: string[];
  pattern?: string;
  union?: boolean;
}

export const shapeOf = (model: ServiceModel, { shape }: Pick<MemberShape, 'shape'>): FullShape => {
  const found = model.shapes[shape];
  if (!found) throw new Error(`the model of ${model.name} has no shape ${shape}`);
  return found;
};

/** A token that stands in a document as it is: `NaN`, `1e400`, `"\ud800"`, ten thousand brackets. */
export class Raw {
  /** @param json as it stands in JSON @param text as it stands where values are texts: forms, XML, headers */
  constructor(
    readonly json: string,
    readonly text: string = json,
  ) {}
}

/** A pattern of botocore's as JavaScript reads it; undefined when it does not (Java's classes). */
export function patternOf({ pattern }: FullShape): RegExp | undefined {
  if (pattern === undefined) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return undefined;
  }
}
