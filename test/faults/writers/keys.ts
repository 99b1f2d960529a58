import type { FaultAccount } from '../harness/faultAccount';
import type { Scene, Writer } from '../harness/writer';

const MOST_KEYS = 5;

/** Makes KMS keys, and texts encrypted with them that must be readable ever after. */
export function keyWriter(): Writer {
  let count = 0;
  const keys: string[] = [];
  const decrypted = async ({ clients: { kms } }: FaultAccount, CiphertextBlob: Uint8Array) =>
    Buffer.from((await kms.decrypt({ CiphertextBlob })).Plaintext ?? []).toString('utf8');
  return {
    name: 'keys',
    async step({ account, ledger, random }: Scene) {
      const { kms } = account.clients;
      if (keys.length < MOST_KEYS && random.below(3) === 0) {
        const { KeyMetadata } = await kms
          .createKey({ Description: `faults ${keys.length}` })
          .catch(() => ({ KeyMetadata: undefined }));
        const KeyId = KeyMetadata?.KeyId;
        if (!KeyId) return;
        keys.push(KeyId);
        ledger.keep(
          `key/${KeyId}`,
          { state: 'Enabled', description: `faults ${keys.length - 1}` },
          async () => {
            const described = (await account.clients.kms.describeKey({ KeyId })).KeyMetadata;
            return { state: described?.KeyState ?? null, description: described?.Description ?? null };
          },
        );
        return;
      }
      if (!keys.length || count > 60) return;
      const KeyId = random.pick(keys);
      const plain = `secret ${count++}`;
      const { CiphertextBlob } = await kms
        .encrypt({ KeyId, Plaintext: Buffer.from(plain) })
        .catch(() => ({ CiphertextBlob: undefined }));
      if (CiphertextBlob) ledger.keep(`ciphertext/${plain}`, plain, () => decrypted(account, CiphertextBlob));
    },
  };
}
