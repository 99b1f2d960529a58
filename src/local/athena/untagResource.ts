import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../call';
import { checkFrame, type Shape, text } from './frame';
import { checkTaggable, tagsOf } from './tags';

const shape: Shape = {
  ResourceARN: text(1011, true),
  TagKeys: { type: 'list', required: true, of: text(128) },
};

export const untagResource: Operation<
  UntagResourceCommandInput,
  Omit<UntagResourceCommandOutput, '$metadata'>
> = async (input, call) => {
  checkFrame(input, shape);
  const arn = input.ResourceARN!;
  checkTaggable(arn, call);
  const table = tagsOf(call.account);
  table.put(
    arn,
    (table.get(arn) ?? []).filter((tag) => !input.TagKeys!.includes(tag.Key ?? '')),
  );
  return {};
};
