import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../call';
import { checkFrame, type Shape, tags, text } from './frame';
import { checkTaggable, mergeTags, tagsOf } from './tags';

const shape: Shape = { ResourceARN: text(1011, true), Tags: tags(true) };

export const tagResource: Operation<
  TagResourceCommandInput,
  Omit<TagResourceCommandOutput, '$metadata'>
> = async (input, call) => {
  checkFrame(input, shape);
  const arn = input.ResourceARN!;
  checkTaggable(arn, call);
  const table = tagsOf(call.account);
  table.put(arn, mergeTags(table.get(arn) ?? [], input.Tags!));
  return {};
};
