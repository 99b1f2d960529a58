import type { Item } from './item';
import type { Account } from './liveInventory';
import { allPages } from './pages';

/** Customer managed keys that are not on their way out; AWS's own aliases and keys are left out. */
export async function listKms({ clients, target, ours }: Account): Promise<Item[]> {
  const { ListKeysCommand, ListAliasesCommand, DescribeKeyCommand } = await import('@aws-sdk/client-kms');
  const kms = await clients.kms();
  const keys = await allPages(
    (Marker) => kms.send(new ListKeysCommand({ Marker })),
    (page) => page.Keys,
    (page) => page.NextMarker,
  );
  const aliases = (
    await allPages(
      (Marker) => kms.send(new ListAliasesCommand({ Marker })),
      (page) => page.Aliases,
      (page) => page.NextMarker,
    )
  ).filter((alias) => !alias.AliasName!.startsWith('alias/aws/'));
  const ourAliases = aliases.filter((alias) => ours(alias.AliasName!.slice('alias/'.length)));
  const described = await Promise.all(
    keys.map(async ({ KeyId }) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata!),
  );
  const counts = (keyId: string) =>
    target.name === 'local' || ourAliases.some((alias) => alias.TargetKeyId === keyId);
  return [
    ...described
      .filter((key) => key.KeyManager !== 'AWS' && key.KeyState !== 'PendingDeletion' && counts(key.KeyId!))
      .map((key): Item => ({ kind: 'kms key', id: key.KeyId!, label: key.Description || key.KeyId })),
    ...ourAliases.map((alias): Item => ({ kind: 'kms alias', id: alias.AliasName! })),
  ];
}
