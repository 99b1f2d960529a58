import { orNull } from '../harness/failure';
import type { FaultAccount } from '../harness/faultAccount';
import { type Scene, someName, type Writer } from '../harness/writer';

async function readSecret({ clients: { secrets } }: FaultAccount, SecretId: string) {
  const found = await orNull(secrets('GetSecretValue', { SecretId }), 'ResourceNotFoundException');
  return found && String(found.SecretString);
}

/** Makes and changes secrets. */
export const secretWriter: Writer = {
  name: 'secrets',
  async step({ account, ledger, random }: Scene) {
    const { secrets } = account.clients;
    const Name = someName(random, 'faults-secret', 6);
    const key = `secret/${Name}`;
    if (!ledger.isSettled(key)) return;
    const read = () => readSecret(account, Name);
    const SecretString = `secret ${random.below(1e6)}`;
    if (ledger.value(key) === null)
      return ledger.change(key, read, SecretString, () => secrets('CreateSecret', { Name, SecretString }));
    return random.below(3)
      ? ledger.change(key, read, SecretString, () =>
          secrets('PutSecretValue', { SecretId: Name, SecretString }),
        )
      : ledger.change(key, read, null, () =>
          secrets('DeleteSecret', { SecretId: Name, ForceDeleteWithoutRecovery: true }),
        );
  },
};
