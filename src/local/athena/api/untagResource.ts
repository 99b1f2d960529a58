import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { checkTaggable, tagsOf } from './tags';
import { type Shape, text, validateRequest } from './validateRequest';

const shape: Shape = {
  ResourceARN: text(1011, true),
  TagKeys: { type: 'list', required: true, of: text(128) },
};

export const untagResource: Operation<
  UntagResourceCommandInput,
  Omit<UntagResourceCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, shape);
  const arn = input.ResourceARN!;
  checkTaggable(arn, call);
  const table = tagsOf(call.account);
  table.put(
    arn,
    (table.get(arn) ?? []).filter((tag) => !input.TagKeys!.includes(tag.Key ?? '')),
  );
  return {};
};
