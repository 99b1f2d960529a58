import type { ListEngineVersionsCommandInput, ListEngineVersionsCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { nextToken, validateRequest } from './validateRequest';
import { EFFECTIVE_ENGINE_VERSION, engineVersion } from './workGroup';

export const listEngineVersions: Operation<
  ListEngineVersionsCommandInput,
  Omit<ListEngineVersionsCommandOutput, '$metadata'>
> = async (input) => {
  validateRequest(input, { NextToken: nextToken, MaxResults: { type: 'integer', min: 1, max: 10 } });
  return { EngineVersions: [engineVersion('AUTO')!, engineVersion(EFFECTIVE_ENGINE_VERSION)!] };
};
