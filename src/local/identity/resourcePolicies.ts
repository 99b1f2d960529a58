import type { Moto } from '../moto/moto';
import { kept } from './decisionCache';

/** Whose policy binds requests to a resource. */
export interface PolicyHolder {
  service: 's3' | 'kms' | 'sns' | 'sqs' | 'secretsmanager' | 'lambda' | 'iam';
  /** `aws` for services of the whole account. */
  region: string;
  /** As the launcher finds it: a bucket, an ARN, or a name. */
  name: string;
}

/** The policy of a resource, and the resource that it was found at. */
export interface ResourcePolicy {
  policy: string | undefined;
  /** Of a key that was named by an alias. */
  arn?: string;
}

/** What a key without a policy of its own has: the account decides (KMS developer guide, Default key policy). */
const DELEGATES = (accountId: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });

const BUCKET = 'arn:aws:s3:::';
const OF_ALIASES = new Set(['kms:createalias', 'kms:deletealias', 'kms:updatealias']);
const OF_TRUST = new Set(['sts:assumerole', 'sts:tagsession', 'sts:setsourceidentity']);

/** Whose policy binds an action on a resource, in one text: as quick as it can be for the many objects of a bucket. */
export function holderName(action: string, arn: string): string {
  if (arn.startsWith(BUCKET)) {
    const end = arn.indexOf('/', BUCKET.length);
    return `s3 aws ${end < 0 ? arn.slice(BUCKET.length) : arn.slice(BUCKET.length, end)}`;
  }
  const holder = policyHolder(action, arn);
  return holder ? nameOf(holder) : '';
}

const nameOf = ({ service, region, name }: PolicyHolder): string => `${service} ${region} ${name}`;

/** Whose policy binds an action on a resource: all objects of a bucket share the bucket's. */
export function policyHolder(action: string, arn: string): PolicyHolder | undefined {
  const [, , service, region = '', , ...rest] = arn.split(':');
  const name = rest.join(':');
  switch (service) {
    case 's3':
      return { service, region: 'aws', name: name.split('/')[0]! };
    case 'kms':
      if (name.startsWith('alias/') && OF_ALIASES.has(action.toLowerCase())) return undefined;
      return /^(?:key|alias)\//.test(name)
        ? { service, region, name: name.replace(/^key\//, '') }
        : undefined;
    case 'sns':
      return { service, region, name: arn.split(':').slice(0, 6).join(':') };
    case 'sqs':
      return { service, region, name };
    case 'secretsmanager':
      return rest[0] === 'secret' ? { service, region, name: arn } : undefined;
    case 'lambda':
      return rest[0] === 'function' ? { service, region, name: rest[1] ?? '' } : undefined;
    case 'iam':
      // The trust of a role binds only who assumes it.
      return OF_TRUST.has(action.toLowerCase()) && name.startsWith('role/')
        ? { service, region: 'aws', name: name.split('/').at(-1)! }
        : undefined;
    default:
      return undefined;
  }
}

/** The policies of resources, asked for once until something changes. */
export class ResourcePolicies {
  readonly #known = new Map<string, Promise<ResourcePolicy>>();

  constructor(
    private readonly moto: Pick<Moto, 'control'>,
    private readonly accountId: string,
  ) {}

  flush(): void {
    this.#known.clear();
  }

  of(holder: PolicyHolder): Promise<ResourcePolicy> {
    return kept(this.#known, nameOf(holder), () => this.#ask(holder));
  }

  async #ask(holder: PolicyHolder): Promise<ResourcePolicy> {
    const found = await this.moto.control<{ policy: string | null; arn?: string }>('resource-policy', holder);
    const policy = found.policy ?? (holder.service === 'kms' ? DELEGATES(this.accountId) : undefined);
    return { policy, arn: found.arn };
  }
}
