import type {
  ResultConfiguration,
  ResultConfigurationUpdates,
  WorkGroupConfiguration,
  WorkGroupConfigurationUpdates,
} from '@aws-sdk/client-athena';
import { invalidRequest } from './requestError';
import { flag, type Member, type Shape, text } from './validateRequest';
import { engineVersion } from './workGroup';

/** The least cutoff that the API takes, in bytes. */
const LEAST_CUTOFF = 10_000_000;

const encryption: Member = {
  type: 'structure',
  members: {
    EncryptionOption: { type: 'text', required: true, oneOf: ['SSE_S3', 'SSE_KMS', 'CSE_KMS'] },
    KmsKey: { type: 'text' },
  },
};

/** Members of a ResultConfiguration, of a request or of a work group. */
export const resultConfiguration: Shape = {
  OutputLocation: { type: 'text' },
  EncryptionConfiguration: encryption,
  ExpectedBucketOwner: { type: 'text', pattern: /^[0-9]+$/, min: 12, max: 12 },
  AclConfiguration: {
    type: 'structure',
    members: { S3AclOption: { type: 'text', required: true, oneOf: ['BUCKET_OWNER_FULL_CONTROL'] } },
  },
};

const shared: Shape = {
  EnforceWorkGroupConfiguration: flag,
  PublishCloudWatchMetricsEnabled: flag,
  BytesScannedCutoffPerQuery: { type: 'integer', min: LEAST_CUTOFF },
  RequesterPaysEnabled: flag,
  EngineVersion: {
    type: 'structure',
    members: { SelectedEngineVersion: text(128), EffectiveEngineVersion: text(128) },
  },
  AdditionalConfiguration: text(128),
  ExecutionRole: { type: 'text', min: 20, max: 2048 },
  EnableMinimumEncryptionConfiguration: flag,
};

export const configurationShape: Shape = {
  ...shared,
  ResultConfiguration: { type: 'structure', members: resultConfiguration },
  ManagedQueryResultsConfiguration: {
    type: 'structure',
    members: { Enabled: { type: 'boolean', required: true } },
  },
};

export const configurationUpdatesShape: Shape = {
  ...shared,
  RemoveBytesScannedCutoffPerQuery: flag,
  RemoveCustomerContentEncryptionConfiguration: flag,
  ManagedQueryResultsConfigurationUpdates: { type: 'structure', members: { Enabled: flag } },
  ResultConfigurationUpdates: {
    type: 'structure',
    members: {
      ...resultConfiguration,
      RemoveOutputLocation: flag,
      RemoveEncryptionConfiguration: flag,
      RemoveExpectedBucketOwner: flag,
      RemoveAclConfiguration: flag,
    },
  },
};

/** @throws AwsError InvalidRequestException for what the frame alone cannot tell */
export function checkConfiguration(configuration: WorkGroupConfiguration | undefined): void {
  if (configuration?.ManagedQueryResultsConfiguration?.Enabled) throw managedResults();
  checkOutputLocation(configuration?.ResultConfiguration?.OutputLocation);
}

export function checkOutputLocation(location: string | undefined): void {
  if (location && !/^s3:\/\/[^/]+(\/.*)?$/s.test(location))
    throw invalidRequest('outputLocation is not a valid S3 path.');
}

/** A group's configuration after an update: what the update does not name stays; `Remove…` wins over a new value. */
export function updateConfiguration(
  current: WorkGroupConfiguration,
  updates: WorkGroupConfigurationUpdates,
): WorkGroupConfiguration {
  if (updates.ManagedQueryResultsConfigurationUpdates?.Enabled) throw managedResults();
  checkOutputLocation(updates.ResultConfigurationUpdates?.OutputLocation);
  const next: WorkGroupConfiguration = { ...current };
  const keep = <K extends keyof WorkGroupConfiguration>(name: K, value: WorkGroupConfiguration[K]) => {
    if (value !== undefined) next[name] = value;
  };
  keep('EnforceWorkGroupConfiguration', updates.EnforceWorkGroupConfiguration);
  keep('PublishCloudWatchMetricsEnabled', updates.PublishCloudWatchMetricsEnabled);
  keep('BytesScannedCutoffPerQuery', updates.BytesScannedCutoffPerQuery);
  keep('RequesterPaysEnabled', updates.RequesterPaysEnabled);
  keep('AdditionalConfiguration', updates.AdditionalConfiguration);
  keep('ExecutionRole', updates.ExecutionRole);
  keep('EnableMinimumEncryptionConfiguration', updates.EnableMinimumEncryptionConfiguration);
  keep('CustomerContentEncryptionConfiguration', updates.CustomerContentEncryptionConfiguration);
  if (updates.EngineVersion) next.EngineVersion = engineVersion(updates.EngineVersion.SelectedEngineVersion);
  if (updates.RemoveBytesScannedCutoffPerQuery) delete next.BytesScannedCutoffPerQuery;
  if (updates.RemoveCustomerContentEncryptionConfiguration)
    delete next.CustomerContentEncryptionConfiguration;
  if (updates.ResultConfigurationUpdates) {
    next.ResultConfiguration = updateResults(
      current.ResultConfiguration ?? {},
      updates.ResultConfigurationUpdates,
    );
  }
  return next;
}

function updateResults(
  current: ResultConfiguration,
  updates: ResultConfigurationUpdates,
): ResultConfiguration {
  const next: ResultConfiguration = {
    OutputLocation: updates.OutputLocation ?? current.OutputLocation,
    EncryptionConfiguration: updates.EncryptionConfiguration ?? current.EncryptionConfiguration,
    ExpectedBucketOwner: updates.ExpectedBucketOwner ?? current.ExpectedBucketOwner,
    AclConfiguration: updates.AclConfiguration ?? current.AclConfiguration,
  };
  if (updates.RemoveOutputLocation) delete next.OutputLocation;
  if (updates.RemoveEncryptionConfiguration) delete next.EncryptionConfiguration;
  if (updates.RemoveExpectedBucketOwner) delete next.ExpectedBucketOwner;
  if (updates.RemoveAclConfiguration) delete next.AclConfiguration;
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
}

const managedResults = () => invalidRequest('Managed query results are not supported by the local account.');
