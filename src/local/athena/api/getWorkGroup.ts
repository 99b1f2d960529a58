import type {
  GetWorkGroupCommandInput,
  GetWorkGroupCommandOutput,
  WorkGroupConfiguration,
} from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { type Shape, validateRequest, workGroupName } from './validateRequest';
import { workGroup } from './workGroup';

const shape: Shape = { WorkGroup: workGroupName(true) };

export const getWorkGroup: Operation<
  GetWorkGroupCommandInput,
  Omit<GetWorkGroupCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, shape);
  const group = workGroup(call.account, input.WorkGroup!);
  return {
    WorkGroup: {
      Name: group.name,
      State: group.state,
      Description: group.description,
      Configuration: toWorkGroupConfiguration(group.configuration),
      CreationTime: new Date(group.created),
    },
  };
};

/** The service's answer has two members that its published model lacks; clients that read raw JSON see them. */
function toWorkGroupConfiguration(configuration: WorkGroupConfiguration): WorkGroupConfiguration {
  const unmodelled = { QuerySchedulingType: 'DEFAULT' };
  const engine = { ...configuration.EngineVersion, Category: 'Presto' };
  return { ...configuration, EngineVersion: engine, ...unmodelled };
}
