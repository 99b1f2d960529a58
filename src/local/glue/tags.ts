import type { Call } from '../call';
import { AwsError } from '../errors';

type Place = Pick<Call, 'account' | 'region'>;

const AWS_LIMIT = 50;

export const databaseArn = ({ account, region }: Place, name: string): string =>
  `arn:aws:glue:${region}:${account.id}:database/${name}`;

const tagsTable = ({ account }: Place) => account.store.table<Record<string, string>>('glue.tags');

export const tagsOf = (place: Place, arn: string): Record<string, string> => tagsTable(place).get(arn) ?? {};

/** @throws AwsError InvalidInputException for reserved keys and for more than 50 tags */
export function putTags(place: Place, arn: string, tags: Record<string, string> | undefined): void {
  if (!tags || Object.keys(tags).length === 0) return;
  const next = { ...tagsOf(place, arn), ...tags };
  if (Object.keys(tags).some((key) => key === '' || key.length > 128 || /^aws:/i.test(key)))
    throw new AwsError(
      'InvalidInputException',
      'Tag keys must have 1 to 128 characters and must not start with aws:',
    );
  if (Object.keys(next).length > AWS_LIMIT)
    throw new AwsError(
      'InvalidInputException',
      `Too many tags: at most ${AWS_LIMIT} tags are allowed on a resource.`,
    );
  tagsTable(place).put(arn, next);
}

export function removeTags(place: Place, arn: string, keys?: string[]): void {
  const left = Object.fromEntries(
    Object.entries(tagsOf(place, arn)).filter(([key]) => keys !== undefined && !keys.includes(key)),
  );
  if (Object.keys(left).length === 0) tagsTable(place).remove(arn);
  else tagsTable(place).put(arn, left);
}
