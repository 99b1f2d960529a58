import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
} from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { page } from './page';
import { checkTaggable, tagsOf } from './tags';
import { nextToken, type Shape, text, validateRequest } from './validateRequest';

const shape: Shape = {
  ResourceARN: text(1011, true),
  NextToken: nextToken,
  MaxResults: { type: 'integer', min: 75 },
};

export const listTagsForResource: Operation<
  ListTagsForResourceCommandInput,
  Omit<ListTagsForResourceCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, shape);
  checkTaggable(input.ResourceARN!, call);
  const found = page(
    tagsOf(call.account).get(input.ResourceARN!) ?? [],
    (tag) => tag.Key ?? '',
    input,
    Number.MAX_SAFE_INTEGER,
  );
  return { Tags: found.items, NextToken: found.NextToken };
};
