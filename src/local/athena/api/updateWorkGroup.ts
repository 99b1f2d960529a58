import type { UpdateWorkGroupCommandInput, UpdateWorkGroupCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { type Shape, validateRequest, workGroupName } from './validateRequest';
import { workGroup, workGroups } from './workGroup';
import { configurationUpdatesShape, updateConfiguration } from './workGroupConfiguration';

const shape: Shape = {
  WorkGroup: workGroupName(true),
  Description: { type: 'text', min: 0, max: 1024 },
  ConfigurationUpdates: { type: 'structure', members: configurationUpdatesShape },
  State: { type: 'text', oneOf: ['ENABLED', 'DISABLED'] },
};

export const updateWorkGroup: Operation<
  UpdateWorkGroupCommandInput,
  Omit<UpdateWorkGroupCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, shape);
  call.account.store.transaction(() => {
    const group = workGroup(call.account, input.WorkGroup!);
    workGroups(call.account).put(group.name, {
      ...group,
      description: input.Description === undefined ? group.description : input.Description || undefined,
      state: input.State ?? group.state,
      configuration: updateConfiguration(group.configuration, input.ConfigurationUpdates ?? {}),
    });
  });
  return {};
};
