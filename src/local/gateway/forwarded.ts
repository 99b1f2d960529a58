/** What a request to a service that moto answers asks for: its operation, its IAM action and resource. */
export interface Asked {
  operation: string;
  /** Undefined: it cannot be told, so only an administrator may. */
  action: string | undefined;
  resource: string;
  mutates: boolean;
}

/** Signing names whose IAM prefix is another. */
const IAM_PREFIX: Record<string, string> = { monitoring: 'cloudwatch', email: 'ses' };

/** Verbs of operations that change nothing. */
const READS =
  /^(Get|List|Describe|Head|BatchGet|Search|Lookup|Simulate|Filter|Test|Check|Estimate|Preview|Verify|Validate|Scan|Query|Decode|Select|Count|Is)/;
/** Reads by their name that draw random numbers or leave traces, and the other way round. */
const CHANGES = new Set(['GetSessionToken', 'GenerateDataKey']);
/** Operations that change nothing although their verb says so. */
const STATELESS = new Set([
  'Encrypt',
  'Decrypt',
  'ReEncrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateRandom',
  'GenerateMac',
  'Sign',
]);

/** Reads the operation from the protocol: query (`Action=`), JSON (`X-Amz-Target`), CBOR (path), or REST (method and path). */
export function asked(
  service: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Buffer,
  where: { region: string; accountId: string },
): Asked {
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    ? new URLSearchParams(body.toString('utf8'))
    : undefined;
  const parameters = form ?? new URLSearchParams(path.split('?')[1] ?? '');
  const operation =
    headers['x-amz-target']?.split('.').at(-1) ??
    parameters.get('Action') ??
    /\/operation\/(\w+)$/.exec(path)?.[1];
  if (operation === undefined)
    return {
      operation: `${method} ${path}`,
      action: undefined,
      resource: '*',
      mutates: method !== 'GET' && method !== 'HEAD',
    };
  return {
    operation,
    action: `${IAM_PREFIX[service] ?? service}:${operation}`,
    resource: resourceOf(service, parameters, headers, body, where),
    mutates: !STATELESS.has(operation) && (CHANGES.has(operation) || !READS.test(operation)),
  };
}

/** The ARN that IAM decides on, for the services that roles of the project use; `*` elsewhere, which only broad policies allow. */
function resourceOf(
  service: string,
  parameters: URLSearchParams,
  headers: Record<string, string>,
  body: Buffer,
  { region, accountId }: { region: string; accountId: string },
): string {
  if (service === 'iam') {
    const [kind, name] =
      (['Role', 'User', 'Group', 'InstanceProfile'] as const).flatMap((of) =>
        parameters.has(`${of}Name`) ? [[of.toLowerCase(), parameters.get(`${of}Name`)!] as const] : [],
      )[0] ?? [];
    return parameters.get('PolicyArn') && !kind
      ? parameters.get('PolicyArn')!
      : kind
        ? `arn:aws:iam::${accountId}:${kind}/${name}`
        : '*';
  }
  if (service === 'sns') return parameters.get('TopicArn') ?? parameters.get('ResourceArn') ?? '*';
  if (service === 'kms' && headers['x-amz-target']) {
    const { KeyId } = json(body);
    return typeof KeyId !== 'string'
      ? '*'
      : KeyId.startsWith('arn:')
        ? KeyId
        : `arn:aws:kms:${region}:${accountId}:${KeyId.startsWith('alias/') ? KeyId : `key/${KeyId}`}`;
  }
  return '*';
}

function json(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
