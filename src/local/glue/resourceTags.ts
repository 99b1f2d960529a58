import type {
  GetTagsCommandInput,
  GetTagsResponse,
  TagResourceCommandInput,
  TagResourceResponse,
  UntagResourceCommandInput,
  UntagResourceResponse,
} from '@aws-sdk/client-glue';
import type { Call, Operation } from '../call';
import { AwsError } from '../errors';
import { Constraints } from './constraints';
import { putTags, removeTags, tagsOf } from './tags';

export const getTags: Operation<GetTagsCommandInput, GetTagsResponse> = async ({ ResourceArn }, call) => ({
  Tags: tagsOf(call, taggable(ResourceArn, call)),
});

export const tagResource: Operation<TagResourceCommandInput, TagResourceResponse> = async (input, call) => {
  new Constraints().structure('tagsToAdd', input.TagsToAdd).check();
  putTags(call, taggable(input.ResourceArn, call), input.TagsToAdd);
  return {};
};

export const untagResource: Operation<UntagResourceCommandInput, UntagResourceResponse> = async (
  input,
  call,
) => {
  new Constraints().list('tagsToRemove', input.TagsToRemove, { max: 50 }).check();
  removeTags(call, taggable(input.ResourceArn, call), input.TagsToRemove);
  return {};
};

/** Of what the catalog holds, databases can carry tags, as in Glue; tables cannot. */
function taggable(arn: string | undefined, call: Call): string {
  new Constraints().text('resourceArn', arn, { max: 10240 }).check();
  const match = /^arn:aws:glue:([\w-]*):(\d{12}):database\/([^/]+)$/.exec(arn!);
  if (!match) throw new AwsError('InvalidInputException', `Invalid resource ARN: ${arn}`);
  const [, region, account, name] = match;
  if (region !== call.region || account !== call.account.id || !call.account.catalog.database(name!))
    throw new AwsError('EntityNotFoundException', 'Entity not found');
  return arn!;
}
