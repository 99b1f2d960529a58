import type { Moto } from '../moto/moto';

/** Tags by their keys. */
export type Tags = Record<string, string>;

/** What only a service knows of its resources, and policies may ask for. */
export interface ResourceFacts {
  /** Tags of the resource of an ARN: `aws:ResourceTag/*`. */
  tagsOf(arn: string): Promise<Tags>;
  /** Tags of an object: `s3:ExistingObjectTag/*`. */
  objectTags(bucket: string, key: string): Promise<Tags>;
  /** Aliases (`alias/…`) of the KMS key of an ARN: `kms:ResourceAliases`; none for a key that is not there. */
  keyAliases(arn: string): Promise<string[]>;
}

/** Where tags lie that moto does not keep. */
export interface OwnTags {
  /** Of the resources of Athena, Glue and Budgets. */
  tagsOf?(arn: string): Tags | undefined | Promise<Tags | undefined>;
  objectTags?(bucket: string, key: string): Tags | undefined | Promise<Tags | undefined>;
}

const OWN = /^arn:aws:(?:athena|glue|budgets):/;

/** Facts of the account: moto's resources, and those that are kept here. */
export class AccountFacts implements ResourceFacts {
  constructor(
    private readonly moto: Pick<Moto, 'control'>,
    private readonly own: OwnTags = {},
  ) {}

  async tagsOf(arn: string): Promise<Tags> {
    if (OWN.test(arn)) return (await this.own.tagsOf?.(arn)) ?? {};
    // Tags of buckets count for access only where ABAC was turned on, which is not possible here.
    if (arn.startsWith('arn:aws:s3:')) return {};
    return (await this.moto.control<{ tags: Tags }>('resource-tags', { arn })).tags;
  }

  async objectTags(bucket: string, key: string): Promise<Tags> {
    return (await this.own.objectTags?.(bucket, key)) ?? {};
  }

  async keyAliases(arn: string): Promise<string[]> {
    return (await this.moto.control<{ aliases: string[] }>('kms-aliases', { arn })).aliases;
  }
}
