import type { Protocol } from '../../../src/local/claim/claim';
import type { ServiceModel, ServiceModels } from '../../../src/local/claim/serviceModel';
import { modelsOf } from '../../../src/local/claim/services';
import { Random } from '../random';
import { BREAKS, type Break, breakInput } from './breakInput';
import { BODY_BREAKS, type BodyBreak, breakBody } from './brokenBodies';
import { s3Request } from './s3Requests';
import { validInput } from './validInput';
import { type Written, writeRequest } from './writeRequest';

/** A request of the run, and what is known of it. */
export interface Generated {
  number: number;
  service: string;
  operation: string;
  kind: Break | BodyBreak | 'valid' | 'S3 special';
  /** The member that is wrong. */
  at?: string;
  /** The model forbids it, and its service is one that must refuse it. */
  isForbidden: boolean;
  request: Written;
  protocol: Protocol;
  by: 'deployer' | 'analyst';
}

/** Services that are answered here and must refuse what their model forbids. */
const STRICT = ['athena', 'glue', 'lakeformation', 'budgets', 's3', 'sts'];
/** Services that moto answers and layers or lessons use. */
const USED = ['iam', 'kms', 'sns', 'sqs', 'monitoring', 'logs', 'lambda', 'secretsmanager', 'tagging'];
/** Some of the many others. */
const OTHERS = [
  'events',
  'ssm',
  'dynamodb',
  'states',
  'resource-groups',
  'scheduler',
  'acm',
  'ecr',
  'firehose',
  'kinesis',
];

/** Protocols whose values are all texts: nothing there is null, or of another type than text. */
const OF_TEXTS: Protocol[] = ['query', 'ec2', 'rest-xml'];
const UNTYPED: Generated['kind'][] = ['wrong type', 'deep', 'null'];

/** The request of a number: the same for the same seed, whatever came before it. */
export function generateRequest(models: ServiceModels, seed: number, number: number): Generated {
  const random = new Random(seed, number);
  const by = random.chance(0.15) ? 'analyst' : 'deployer';
  const service = random.pick(random.chance(0.6) ? STRICT : random.chance(0.85) ? USED : OTHERS);
  if (service === 's3' && random.chance(0.6))
    return {
      number,
      service,
      operation: 'any',
      kind: 'S3 special',
      isForbidden: false,
      request: s3Request(random),
      protocol: 'rest-xml',
      by,
    };
  const model = models.model(random.pick(modelsOf(service)!));
  const operation = random.pick(operationsOf(model, service));
  const protocol = random.pick(model.protocols);
  const base = { number, service, operation, protocol, by } as const;
  const input = validInput(model, operation, random);
  const chosen = random.next();
  if (chosen < 0.08)
    return {
      ...base,
      kind: 'valid',
      isForbidden: false,
      request: writeRequest(model, operation, protocol, input),
    };
  if (chosen < 0.3) {
    const kind = random.pick(BODY_BREAKS);
    const request = breakBody(writeRequest(model, operation, protocol, input), kind, random);
    return { ...base, kind, isForbidden: false, request };
  }
  for (;;) {
    const kind = random.pick(BREAKS);
    const broken = breakInput(model, operation, input, kind, random);
    if (!broken) {
      if (random.chance(0.1))
        return {
          ...base,
          kind: 'valid',
          isForbidden: false,
          request: writeRequest(model, operation, protocol, input),
        };
      continue;
    }
    return {
      ...base,
      kind,
      at: broken.at,
      isForbidden:
        broken.isForbidden &&
        STRICT.includes(service) &&
        !(OF_TEXTS.includes(protocol) && UNTYPED.includes(kind)),
      request: writeRequest(model, operation, protocol, broken.input),
    };
  }
}

const kept = new Map<ServiceModel, string[]>();
/** The operations of a model; of services that are answered here, those that are there come often. */
function operationsOf(model: ServiceModel, service: string): string[] {
  let names = kept.get(model);
  if (!names) {
    const all = Object.keys(model.operations);
    const known = all.filter((name) => KNOWN[service]?.has(name));
    names =
      known.length > 0
        ? [
            ...Array(Math.ceil((all.length / known.length) * 6))
              .fill(known)
              .flat(),
            ...all,
          ]
        : all;
    kept.set(model, names as string[]);
  }
  return names as string[];
}

/** Operations that are answered here, by service. */
const KNOWN: Record<string, Set<string>> = {};
export function knowOperations(service: string, operations: readonly string[]): void {
  KNOWN[service] = new Set(operations);
}
