import { runSimulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, test } from 'vitest';
import type { Authorization } from '../../../../src/local/claim/authorization';
import { resourcesOf } from '../../../../src/local/claim/resources';
import { AwsError } from '../../../../src/local/errors';
import { ACCOUNT, needed } from './lookups';
import { mistake } from './reference';
import { SERVICES, serviceModel } from './serviceModels';
import { whole } from './wholeInput';

/** Operations that moto does not answer: nobody but an administrator gets as far as being told so. */
const ADMINISTRATORS_ONLY: Record<string, RegExp> = {
  iam: /Delegation|Organizations|OutboundWebIdentity|ServiceSpecificCredential|LastAccessed|ContextKeys|^Simulate|^(ChangePassword|GetHumanReadableSummary|(Get|Resync|Tag|Untag)MFADevice|ListMFADeviceTags|ListInstanceProfileTags|ListPoliciesGrantingServiceAccess|(List)?(Tag|Untag)?SAMLProvider(Tags)?|ListServerCertificateTags|(Tag|Untag|Update)ServerCertificate|(Add|Remove)ClientID\w+|SetSecurityTokenServicePreferences)$/,
  kms: /CustomKeyStore|ImportKeyMaterial|ImportedKeyMaterial|^(DeriveSharedSecret|GenerateDataKeyPair\w*|GetKeyLastUsage|GetParametersForImport|UpdatePrimaryRegion)$/,
  lambda:
    /CapacityProvider|DurableExecution|ProvisionedConcurrency|RuntimeManagement|RecursionConfig|FunctionScaling|^(?!GetFunctionCode)\w*CodeSigningConfigs?$|^(GetAccountSettings|GetLayerVersionByArn|InvokeWithResponseStream|ListFunctionUrlConfigs)$/,
  logs: /^DeleteDeliverySource$|KmsKey|S3TableIntegration|ImportTask|LogAnomalyDetector|LookupTable|ScheduledQuer|AccountPolic|DataProtection|IndexPolic|FieldIndexes|Integrations?$|Transformer|QueryDefinition|Anomal|^(DescribeConfigurationTemplates|GetLog(Fields|GroupFields|Object|Record)|ListAggregateLogGroupSummaries|ListLogGroups|ListLogGroupsForQuery|PutBearerTokenAuthentication|PutLogGroupDeletionProtection|StartLiveTail|StopQuery|TestMetricFilter|UpdateDeliveryConfiguration)$/,
  monitoring:
    /AnomalyDetector|MetricStream|MuteRule|OTelEnrichment|ManagedInsightRules|^(DescribeAlarmContributors|DescribeAlarmHistory|GetInsightRuleReport|GetMetricWidgetImage|PutCompositeAlarm)$/,
  secretsmanager: /^(StopReplicationToReplica|ValidateResourcePolicy)$/,
  sns: /SMSSandbox|DataProtectionPolicy|ListOriginationNumbers/,
  sqs: /MessageMoveTask/,
  tagging: /^(Tag|Untag)Resources$|Report|ComplianceSummary|RequiredTags/,
};

/** The decision on somebody who may do everything: anything else means that the simulator cannot decide. */
async function simulated({ action, resource, context = {} }: Authorization): Promise<unknown> {
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const answer = await runSimulation(
    {
      request: {
        action,
        resource: { resource, accountId: ACCOUNT },
        principal: `arn:aws:iam::${ACCOUNT}:user/deployer`,
        contextVariables: context,
      },
      identityPolicies: [{ name: 'all', policy }],
      // Keys leave it to IAM only when their own policy says so.
      resourcePolicy: action.startsWith('kms:')
        ? { ...policy, Statement: [{ ...policy.Statement[0], Principal: { AWS: ACCOUNT } }] }
        : undefined,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return answer.resultType === 'error' ? answer.errors : answer.overallResult;
}

describe.each(SERVICES)('$service', ({ service, model: name }) => {
  const model = serviceModel(name);
  const operations = resourcesOf(service)?.operations ?? {};

  test('every operation has a row or is for administrators', () => {
    const without = Object.keys(model.operations).filter(
      (operation) => !Object.hasOwn(operations, operation) && !ADMINISTRATORS_ONLY[service]?.test(operation),
    );
    expect(without).toEqual([]);
    expect(Object.keys(operations).filter((operation) => !model.operations[operation])).toEqual([]);
    expect(
      Object.keys(operations).filter((operation) => ADMINISTRATORS_ONLY[service]?.test(operation)),
    ).toEqual([]);
  });

  test.each(Object.keys(operations))('%s agrees with the reference', async (operation) => {
    const found = await needed(service, operation, whole(model, operation));
    expect(found.length).toBeGreaterThan(0);
    expect((await Promise.all(found.map(mistake))).filter(Boolean)).toEqual([]);
    for (const authorization of found) expect(await simulated(authorization)).toBe('Allowed');
  });

  test.each(Object.keys(operations))('%s with nothing in it needs rights all the same', async (operation) => {
    const found = await needed(service, operation, {}).catch((error: unknown) => {
      expect(error).toBeInstanceOf(AwsError);
      return undefined;
    });
    if (found === undefined) return;
    expect(found.length).toBeGreaterThan(0);
    expect((await Promise.all(found.map(mistake))).filter(Boolean)).toEqual([]);
  });
});
