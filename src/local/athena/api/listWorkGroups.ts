import type { ListWorkGroupsCommandInput, ListWorkGroupsCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { page } from './page';
import { nextToken, type Shape, validateRequest } from './validateRequest';
import { workGroups } from './workGroup';

const shape: Shape = { NextToken: nextToken, MaxResults: { type: 'integer', min: 1, max: 50 } };

export const listWorkGroups: Operation<
  ListWorkGroupsCommandInput,
  Omit<ListWorkGroupsCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, shape);
  const groups = workGroups(call.account)
    .list()
    .map((entry) => entry.value);
  const found = page(groups, (group) => group.name, input, 50);
  return {
    WorkGroups: found.items.map((group) => ({
      Name: group.name,
      State: group.state,
      Description: group.description ?? '',
      CreationTime: new Date(group.created),
      EngineVersion: group.configuration.EngineVersion,
    })),
    NextToken: found.NextToken,
  };
};
