import { openFaultClients } from '../harness/clients';
import { orNull } from '../harness/failure';
import type { FaultAccount } from '../harness/faultAccount';
import type { Value } from '../harness/ledger';
import { type Scene, someName, type Writer } from '../harness/writer';

const policy = (sid: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: `S${sid}`, Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
  });
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'glue.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const INLINE = 'inline';

type Kind = 'user' | 'role';
/** The calls of users and of roles, side by side. */
function calls({ clients: { iam } }: FaultAccount, kind: Kind, name: string) {
  const user = { UserName: name };
  const role = { RoleName: name };
  const isUser = kind === 'user';
  return {
    tags: async () =>
      isUser
        ? (await orNull(iam.getUser(user), 'NoSuchEntityException'))?.User?.Tags
        : (await orNull(iam.getRole(role), 'NoSuchEntityException'))?.Role?.Tags,
    exists: async () =>
      (await orNull<object>(isUser ? iam.getUser(user) : iam.getRole(role), 'NoSuchEntityException')) !==
      null,
    inline: () =>
      orNull<{ PolicyDocument?: string }>(
        isUser
          ? iam.getUserPolicy({ ...user, PolicyName: INLINE })
          : iam.getRolePolicy({ ...role, PolicyName: INLINE }),
        'NoSuchEntityException',
      ),
    create: (Tags: { Key: string; Value: string }[]) =>
      isUser
        ? iam.createUser({ ...user, Tags })
        : iam.createRole({ ...role, Tags, AssumeRolePolicyDocument: trust }),
    putPolicy: (PolicyDocument: string) =>
      isUser
        ? iam.putUserPolicy({ ...user, PolicyName: INLINE, PolicyDocument })
        : iam.putRolePolicy({ ...role, PolicyName: INLINE, PolicyDocument }),
    removePolicy: () =>
      isUser
        ? iam.deleteUserPolicy({ ...user, PolicyName: INLINE })
        : iam.deleteRolePolicy({ ...role, PolicyName: INLINE }),
    remove: () => (isUser ? iam.deleteUser(user) : iam.deleteRole(role)),
  };
}

async function readIdentity(account: FaultAccount, kind: Kind, name: string): Promise<Value> {
  const { exists, tags, inline } = calls(account, kind, name);
  if (!(await exists())) return null;
  const document = (await inline())?.PolicyDocument;
  return {
    tag: (await tags())?.[0]?.Value ?? null,
    sid: document ? (/"S(\d+)"/.exec(decodeURIComponent(document))?.[1] ?? 'unreadable') : null,
  };
}

/** Makes users and roles, gives them policies, and removes both. */
export const identityWriter: Writer = {
  name: 'identities',
  async step({ account, ledger, random }: Scene) {
    const kind: Kind = random.pick(['user', 'role']);
    const name = someName(random, `faults-${kind}`, 12);
    const key = `${kind}/${name}`;
    if (!ledger.isSettled(key)) return;
    const call = calls(account, kind, name);
    const read = () => readIdentity(account, kind, name);
    const before = ledger.value<{ tag: string | null; sid: string | null }>(key);
    const number = String(random.below(1e6));
    if (!before)
      return ledger.change(key, read, { tag: number, sid: null }, () =>
        call.create([{ Key: 'tag', Value: number }]),
      );
    if (before.sid !== null && random.below(2))
      return ledger.change(key, read, { ...before, sid: null }, () => call.removePolicy());
    if (before.sid === null && random.below(2)) return ledger.change(key, read, null, () => call.remove());
    return ledger.change(key, read, { ...before, sid: number }, () => call.putPolicy(policy(number)));
  },
};

/** Makes managed policies, and access keys that must open the account ever after. */
export function accessKeyWriter(): Writer {
  let count = 0;
  return {
    name: 'access keys',
    async step({ account, ledger, random }: Scene) {
      const { iam } = account.clients;
      const number = `${process.pid}-${count++}`;
      if (random.below(2)) {
        const PolicyName = `faults-${number}`;
        const PolicyArn = `arn:aws:iam::123456789012:policy/${PolicyName}`;
        return ledger.change(
          `policy/${PolicyName}`,
          async () =>
            (await orNull(account.clients.iam.getPolicy({ PolicyArn }), 'NoSuchEntityException'))?.Policy
              ?.DefaultVersionId ?? null,
          'v1',
          () => iam.createPolicy({ PolicyName, PolicyDocument: policy(String(count)) }),
        );
      }
      const UserName = `faults-holder-${number}`;
      const made = await iam
        .createUser({ UserName })
        .then(() => iam.createAccessKey({ UserName }))
        .catch(() => undefined);
      const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = made?.AccessKey ?? {};
      if (!accessKeyId || !secretAccessKey) return;
      ledger.keep(`access key/${UserName}`, `arn:aws:iam::123456789012:user/${UserName}`, async () => {
        const holder = openFaultClients(account.clients.endpoint, account.folder, {
          as: { accessKeyId, secretAccessKey },
          clockOffset: account.clockOffset,
        });
        try {
          return (await holder.sts.getCallerIdentity({})).Arn ?? null;
        } finally {
          holder.destroy();
        }
      });
    },
  };
}
