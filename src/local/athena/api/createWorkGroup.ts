import type { CreateWorkGroupCommandInput, CreateWorkGroupCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { invalidRequest } from './requestError';
import { mergeTags, tagsOf } from './tags';
import { type Shape, tags, validateRequest, workGroupName } from './validateRequest';
import { withDefaults, workGroupArn, workGroups } from './workGroup';
import { checkConfiguration, configurationShape } from './workGroupConfiguration';

const shape: Shape = {
  Name: workGroupName(true),
  Configuration: { type: 'structure', members: configurationShape },
  Description: { type: 'text', min: 0, max: 1024 },
  Tags: tags(),
};

export const createWorkGroup: Operation<
  CreateWorkGroupCommandInput,
  Omit<CreateWorkGroupCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, shape);
  if (input.Tags && input.Tags.length === 0)
    throw invalidRequest('Tags provided upon WorkGroup creation must not be empty');
  checkConfiguration(input.Configuration);
  const configuration = withDefaults(input.Configuration ?? {});
  const name = input.Name!;
  call.account.store.transaction(() => {
    const groups = workGroups(call.account);
    if (groups.get(name)) throw invalidRequest('WorkGroup is already created');
    groups.put(name, {
      name,
      state: 'ENABLED',
      description: input.Description || undefined,
      configuration,
      created: call.now.getTime(),
    });
    if (input.Tags) tagsOf(call.account).put(workGroupArn(call, name), mergeTags([], input.Tags));
  });
  return {};
};
