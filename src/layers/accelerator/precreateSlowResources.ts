import type { KMSClient } from '@aws-sdk/client-kms';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import { type Clients, clientsOf } from '../../target/clients';
import type { Target } from '../../target/target';
import type { Listener } from '../event';
import { type Config, resolveOutputs, type Template } from '../template';
import type { Workspace } from '../terraform/run';

/**
 * Makes what is slow to make, see {@link precreateSlowResources}, for the layer's next run to import. Without the
 * accelerator it does nothing: plain Terraform does all by itself.
 *
 * @param there addresses of what the layer's state has, or will have
 */
export async function startAhead(
  { layer, accelerated }: Workspace,
  template: Template,
  there: ReadonlySet<string>,
  target: Target,
  on: Listener,
): Promise<Started[]> {
  if (!accelerated) return [];
  const clients = clientsOf(target);
  try {
    const begun = Date.now();
    const started = await precreateSlowResources(template, there, clients);
    const ms = Date.now() - begun;
    for (const { address } of started)
      on({ layer, type: 'resource', address, action: 'create', state: 'done', ms });
    return started;
  } finally {
    clients.destroy();
  }
}

/** A thing that was made before Terraform's run, which then imports it. */
export interface Started {
  address: string;
  /** For the import. */
  id: string;
}

/**
 * Makes, by the SDK, what the provider would make with minutes of waiting: AWS may show a new key rotation or lifecycle
 * rule late, so the provider looks again and again (55 s for each lifecycle configuration, 13 s for a key). The local
 * account is never late. Only things that are in no state, and whose every attribute is understood here; the others, and
 * those that could not be made, are left to Terraform.
 *
 * @param template of the layer
 * @param inState addresses that the layer's state has
 */
async function precreateSlowResources(
  template: Template,
  inState: ReadonlySet<string>,
  clients: Clients,
): Promise<Started[]> {
  const defaultTags = template.provider?.aws?.[0]?.default_tags?.[0]?.tags ?? {};
  const made = Object.entries(MAKERS).flatMap(([type, make]) =>
    Object.entries(template.resource?.[type] ?? {})
      .filter(([name]) => !inState.has(`${type}.${name}`))
      .map(async ([name, { '//': _, ...config }]): Promise<Started[]> => {
        // Terraform makes what cannot be made here, or says why not.
        const id = await make(resolveOutputs(config, template), clients, defaultTags).catch(() => undefined);
        return id === undefined ? [] : [{ address: `${type}.${name}`, id }];
      }),
  );
  return (await Promise.all(made)).flat();
}

/** Makes a thing as its configuration says. @returns its id; undefined when there is more in it than is known here */
type Maker = (
  config: Config,
  clients: Clients,
  defaultTags: Record<string, string>,
) => Promise<string | undefined>;

const MAKERS: Record<string, Maker> = {
  aws_kms_key: async (config, clients, defaultTags) => {
    // `deletion_window_in_days` matters when the key is deleted.
    const { description, policy, tags, enable_key_rotation, deletion_window_in_days: _, ...rest } = config;
    if (Object.keys(rest).length > 0 || typeof policy !== 'string') return undefined;
    const { CreateKeyCommand, EnableKeyRotationCommand } = await import('@aws-sdk/client-kms');
    const kms: KMSClient = await clients.kms();
    const allTags = { ...defaultTags, ...(tags as Record<string, string> | undefined) };
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({
        Description: description as string | undefined,
        Policy: policy,
        KeyUsage: 'ENCRYPT_DECRYPT',
        MultiRegion: false,
        Tags: Object.entries(allTags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      }),
    );
    const KeyId = KeyMetadata!.KeyId!;
    if (enable_key_rotation === true) await kms.send(new EnableKeyRotationCommand({ KeyId }));
    return KeyId;
  },
  aws_s3_bucket_lifecycle_configuration: async ({ bucket, rule, ...rest }, clients) => {
    const rules = Array.isArray(rule) ? rule.map(lifecycleRule) : [undefined];
    if (Object.keys(rest).length > 0 || typeof bucket !== 'string' || rules.includes(undefined))
      return undefined;
    const { PutBucketLifecycleConfigurationCommand } = await import('@aws-sdk/client-s3');
    const LifecycleConfiguration = { Rules: rules as LifecycleRule[] };
    const put = new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration });
    await (await clients.s3()).send(put);
    return bucket;
  },
};

/** A block of Terraform that stands at most once, in JSON: an array of one. */
const one = (block: unknown): Config | undefined =>
  Array.isArray(block) && block.length === 1 ? (block[0] as Config) : undefined;

function lifecycleRule(config: Config): LifecycleRule | undefined {
  const { id, status, filter, expiration, abort_incomplete_multipart_upload: abort, ...rest } = config;
  const { prefix, ...otherFilter } = one(filter) ?? { prefix: undefined };
  const { days, ...otherExpiration } = one(expiration) ?? {};
  const { days_after_initiation: abortDays, ...otherAbort } = one(abort) ?? {};
  const unknown = [rest, otherFilter, otherExpiration, otherAbort].some((it) => Object.keys(it).length > 0);
  if (unknown || typeof id !== 'string' || typeof prefix !== 'string') return undefined;
  return {
    ID: id,
    Status: status as LifecycleRule['Status'],
    Filter: { Prefix: prefix },
    ...(days === undefined ? {} : { Expiration: { Days: days as number } }),
    ...(abortDays === undefined
      ? {}
      : { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortDays as number } }),
  };
}
