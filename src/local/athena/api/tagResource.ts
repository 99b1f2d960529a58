import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { checkTaggable, mergeTags, tagsOf } from './tags';
import { type Shape, tags, text, validateRequest } from './validateRequest';

const shape: Shape = { ResourceARN: text(1011, true), Tags: tags(true) };

export const tagResource: Operation<
  TagResourceCommandInput,
  Omit<TagResourceCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, shape);
  const arn = input.ResourceARN!;
  checkTaggable(arn, call);
  const table = tagsOf(call.account);
  table.put(arn, mergeTags(table.get(arn) ?? [], input.Tags!));
  return {};
};
