import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceResponse,
  ResourceTag,
  TagResourceCommandInput,
  TagResourceResponse,
  UntagResourceCommandInput,
  UntagResourceResponse,
} from '@aws-sdk/client-budgets';
import type { Call, Operation } from '../call';
import { AwsError } from '../errors';
import { Constraints } from '../glue/constraints';
import { openBudgets } from './budgets';
import { invalidParameter, notFound } from './request';

const MOST_TAGS = 50;

export const listTagsForResource: Operation<
  ListTagsForResourceCommandInput,
  ListTagsForResourceResponse
> = async (input, call) => {
  const { budget, action } = tagged(call, input.ResourceARN);
  return { ResourceTags: openBudgets(call.account.store).tags(budget, action) };
};

export const tagResource: Operation<TagResourceCommandInput, TagResourceResponse> = async (input, call) => {
  const { budget, action } = tagged(call, input.ResourceARN);
  new Constraints().list('resourceTags', input.ResourceTags, { max: 200 }).check('InvalidParameterException');
  const budgets = openBudgets(call.account.store);
  budgets.putTags(mergedTags(budgets.tags(budget, action), input.ResourceTags), budget, action);
  return {};
};

export const untagResource: Operation<UntagResourceCommandInput, UntagResourceResponse> = async (
  input,
  call,
) => {
  const { budget, action } = tagged(call, input.ResourceARN);
  new Constraints()
    .list('resourceTagKeys', input.ResourceTagKeys, { max: 200 })
    .check('InvalidParameterException');
  const budgets = openBudgets(call.account.store);
  const left = budgets.tags(budget, action).filter(({ Key }) => !input.ResourceTagKeys!.includes(Key!));
  budgets.putTags(left, budget, action);
  return {};
};

/**
 * The tags that are there, with those of a request in their places.
 * @throws AwsError InvalidParameterException, ServiceQuotaExceededException
 */
export function mergedTags(there: ResourceTag[], added: ResourceTag[] | undefined): ResourceTag[] {
  const tags = new Map(there.map(({ Key, Value }) => [Key!, Value!]));
  for (const tag of added ?? []) {
    new Constraints()
      .text('resourceTags.member.key', tag?.Key, { max: 128 })
      .text('resourceTags.member.value', tag?.Value, { min: 0, max: 256 })
      .check('InvalidParameterException');
    if (/^aws:/i.test(tag.Key!)) throw invalidParameter('Tag keys must not start with aws:');
    tags.set(tag.Key!, tag.Value!);
  }
  if (tags.size > MOST_TAGS)
    throw new AwsError('ServiceQuotaExceededException', `A resource can have at most ${MOST_TAGS} tags.`);
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** The budget, or the action of it, that an ARN names. @throws AwsError NotFoundException */
function tagged({ account }: Call, arn: string | undefined): { budget: string; action?: string } {
  new Constraints().text('resourceARN', arn, { max: 1011 }).check('InvalidParameterException');
  const [, accountId, budget, action] =
    /^arn:aws:budgets::(\d{12}):budget\/(.+?)(?:\/action\/([^/]+))?$/.exec(arn!) ?? [];
  const budgets = openBudgets(account.store);
  const found =
    budget !== undefined && (action === undefined ? budgets.get(budget) : budgets.action(budget, action));
  if (accountId !== account.id || !found) throw notFound(`Resource not found: ${arn}`);
  return { budget, action };
}
