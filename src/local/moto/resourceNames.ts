import type { ResourceNames } from '../claim/resources/serviceResources';
import type { Moto } from './moto';

/** Looks up names where moto keeps them, by the rules that moto itself finds them by. */
export function resourceNames(moto: Pick<Moto, 'control'>): ResourceNames {
  const arn = async (control: string, input: object): Promise<string | undefined> =>
    (await moto.control<{ arn: string | null }>(control, input)).arn ?? undefined;
  return {
    kmsKey: (region, name) => arn('kms-key', { region, name }),
    secret: (region, name) => arn('secret', { region, name }),
    iamEntity: (kind, name) => arn('iam-entity', { kind, name }),
  };
}
