import type { Authorization } from '../../../../src/local/claim/authorization';
import { resourcesOf } from '../../../../src/local/claim/resources';
import type { Input, ResourceNames } from '../../../../src/local/claim/resources/serviceResources';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
const at = { region: REGION, accountId: ACCOUNT };

export const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
export const OTHER_KEY = '0987dcba-09fe-87dc-65ba-ab0987654321';
export const keyArn = (id: string): string => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`;
export const secretArn = (name: string): string =>
  `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`;

const KEYS = new Map([
  [KEY, KEY],
  [OTHER_KEY, OTHER_KEY],
  ['alias/data', KEY],
]);
const ENTITIES = new Map([
  ['role/deep', 'role/service/deep'],
  ['user/deep', 'user/people/deep'],
  ['group/deep', 'group/people/deep'],
  ['access-key/AKIADEEP', 'user/people/deep'],
]);

/** An account with two keys, one secret and a few entities of IAM with paths, looked up as moto does. */
const names: ResourceNames = {
  kmsKey: async (_region, name) => {
    const id = KEYS.get(name);
    return id === undefined ? undefined : keyArn(id);
  },
  secret: async (_region, name) => {
    const last = /^arn:aws:secretsmanager:/.test(name) ? name.split(':').at(-1) : name;
    return last === 'login' || last === 'login-AbCdEf' ? secretArn('login-AbCdEf') : undefined;
  },
  iamEntity: async (kind, name) => {
    const resource = ENTITIES.get(`${kind}/${name}`);
    return resource === undefined ? undefined : `arn:aws:iam::${ACCOUNT}:${resource}`;
  },
};

/** What an operation needs, as the gateway asks: completed first. */
export async function needed(
  service: string,
  operation: string,
  input: Input,
  caller = `arn:aws:iam::${ACCOUNT}:user/people/ana`,
): Promise<Authorization[]> {
  const resources = resourcesOf(service);
  const decide = resources?.operations[operation];
  if (resources === undefined || decide === undefined) throw new Error(`${service} ${operation} has no row`);
  return decide(resources.complete?.(operation, input, { ...at, caller }) ?? input, at, names);
}

/** As text, to be read in a table: `sns:Publish arn:…`, with the context behind it, but for what all calls of KMS have. */
export const shown = (authorizations: Authorization[]): string[] =>
  authorizations.map(({ action, resource, context }) => {
    const { 'kms:CallerAccount': _, ...own } = context ?? {};
    const isBare = context === undefined || ('kms:CallerAccount' in context && Object.keys(own).length === 0);
    return [action, resource, ...(isBare ? [] : [JSON.stringify(own)])].join(' ');
  });
