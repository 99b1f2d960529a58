import { AwsError } from '../../errors';
import type { Destination } from '../authorization';
import { arnOf, isOurs, MISSING } from './arn';
import { condition, listed, requestTags, tagKeys, told } from './conditions';
import { fields, text, texts } from './members';
import {
  as,
  both,
  type Condition,
  on,
  onAll,
  operationsOf,
  passing,
  type Resource,
  type Rule,
  tagging,
} from './rule';
import type { Input, ServiceResources } from './serviceResources';

/**
 * Names stand in the path of a request, where moto cuts them at slashes and decodes them once more, and in ARNs, of which
 * it takes the end. So a name that is not of Lambda's own patterns is refused before anything is decided on it.
 */
function named(member: string, value: unknown, pattern: RegExp): RegExpExecArray {
  const match = pattern.exec(text(value) ?? '');
  if (match === null)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${text(value) ?? ''}' at '${member.charAt(0).toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source}`,
      400,
    );
  return match;
}

const FUNCTION =
  /^(?:(?:arn:aws:lambda:([\w-]+):(\d{12}):function:)|(?:(\d{12}):function:))?([\w-]+)(?::([\w$-]+))?$/;
const QUALIFIER = /^[\w$-]+$/;
const PLAIN = /^[\w-]+$/;
const LAYER = /^(?:arn:aws:lambda:([\w-]+):(\d{12}):layer:)?([\w-]+)$/;

interface NamedFunction {
  name: string;
  qualifier?: string;
  /** Where the name says that it is, if it says so. */
  elsewhere?: Destination;
}

/** @throws AwsError ValidationException */
function functionNamed(input: Input, at: Destination): NamedFunction {
  const [, region, account, partial, name = MISSING, own] = named(
    'FunctionName',
    input.FunctionName,
    FUNCTION,
  );
  const told = { region: region ?? at.region, accountId: account ?? partial ?? at.accountId };
  const asked = input.Qualifier === undefined ? undefined : named('Qualifier', input.Qualifier, QUALIFIER)[0];
  return {
    name,
    qualifier: own ?? asked,
    ...(!isOurs({ service: 'lambda', region: told.region, account: told.accountId, resource: '' }, at) && {
      elsewhere: told,
    }),
  };
}

/** moto looks a function up by its name, whatever the account and region of its ARN. */
const functionArns = ({ name, elsewhere }: NamedFunction, at: Destination, suffix = ''): string[] =>
  [...(elsewhere ? [elsewhere] : []), at].map((place) => arnOf('lambda', place, `function:${name}${suffix}`));

const ofFunction: Resource = (input, at) => functionArns(functionNamed(input, at), at);

/** Invoking a version or an alias is decided on its own ARN ("Identity-based IAM policies for Lambda"). */
const invoked: Resource = (input, at) => {
  const asked = functionNamed(input, at);
  return functionArns(asked, at, asked.qualifier === undefined ? '' : `:${asked.qualifier}`);
};

const layer: Resource = ({ LayerName }, at) => {
  const [, region = at.region, accountId = at.accountId, name] = named('LayerName', LayerName, LAYER);
  return arnOf('lambda', { region, accountId }, `layer:${name}`);
};
const layerVersion: Resource = async (input, at, names) =>
  `${await layer(input, at, names)}:${named('VersionNumber', String(input.VersionNumber), /^\d+$/)[0]}`;

const eventSourceMapping: Resource = ({ UUID }, at) =>
  arnOf('lambda', at, `event-source-mapping:${named('UUID', UUID, PLAIN)[0]}`);

const tagged: Resource = ({ Resource }) =>
  named(
    'Resource',
    Resource,
    /^arn:aws:lambda:[\w-]+:\d{12}:(?:function|event-source-mapping|code-signing-config|capacity-provider):[\w-]+$/,
  )[0];

/** Members that stand in the path beside the function's name. */
const inPath =
  (member: string, rule: Rule): Rule =>
  (action) =>
  (input, at, names) => {
    named(member, input[member], PLAIN);
    return rule(action)(input, at, names);
  };

const network: Condition = ({ VpcConfig }, at) => ({
  ...listed('lambda:SubnetIds', 'SubnetIds')(fields(VpcConfig), at),
  ...listed('lambda:SecurityGroupIds', 'SecurityGroupIds')(fields(VpcConfig), at),
});
const layers = listed('lambda:Layer', 'Layers');
const urlAuth = told('lambda:FunctionUrlAuthType', 'FunctionUrlAuthType');
const authType = told('lambda:FunctionUrlAuthType', 'AuthType');
const principal = told('lambda:Principal', 'Principal');

/** `lambda:FunctionArn` of a mapping: the function that it shall call. */
const functionOfMapping: Condition = (input, at) => {
  if (input.FunctionName === undefined) return {};
  const asked = functionNamed({ FunctionName: input.FunctionName }, at);
  const suffix = asked.qualifier === undefined ? '' : `:${asked.qualifier}`;
  return condition('lambda:FunctionArn', functionArns(asked, at, suffix)[0]);
};
const functionArn: Condition = (input, at) =>
  condition('lambda:FunctionArn', functionArns(functionNamed(input, at), at)[0]);

/** Whoever builds a function on layers must be allowed to read them ("Granting access to layers"). */
const readingLayers: Rule = () => (input) =>
  texts(input.Layers).map((arn) => ({
    action: 'lambda:GetLayerVersion',
    resource: named('Layers', arn, /^arn:aws:lambda:[\w-]+:\d{12}:layer:[\w-]+:\d+$/)[0],
  }));
const passingRole = passing('lambda.amazonaws.com', ({ Role }) => [Role]);

const onFunction = on(ofFunction);
const onLayerVersion = on(layerVersion);
const onMapping = on(eventSourceMapping);

/** AWS Lambda. Source: Service Authorization Reference, "AWS Lambda". */
export const lambdaResources: ServiceResources = {
  service: 'lambda',
  operations: operationsOf('lambda:', {
    AddLayerVersionPermission: onLayerVersion,
    AddPermission: on(ofFunction, principal, urlAuth),
    CreateAlias: onFunction,
    CreateEventSourceMapping: onAll(requestTags('Tags'), functionOfMapping),
    CreateFunction: both(
      on(
        ofFunction,
        requestTags('Tags'),
        network,
        layers,
        told('lambda:CodeSigningConfigArn', 'CodeSigningConfigArn'),
      ),
      tagging('Tags', 'lambda:TagResource', ofFunction),
      readingLayers,
      passingRole,
    ),
    CreateFunctionUrlConfig: on(ofFunction, authType, functionArn),
    DeleteAlias: inPath('Name', onFunction),
    DeleteEventSourceMapping: onMapping,
    DeleteFunction: onFunction,
    DeleteFunctionConcurrency: onFunction,
    DeleteFunctionEventInvokeConfig: onFunction,
    DeleteFunctionUrlConfig: on(ofFunction, functionArn),
    DeleteLayerVersion: onLayerVersion,
    GetAlias: inPath('Name', onFunction),
    GetEventSourceMapping: onMapping,
    GetFunction: onFunction,
    GetFunctionCodeSigningConfig: onFunction,
    GetFunctionConcurrency: onFunction,
    GetFunctionConfiguration: onFunction,
    GetFunctionEventInvokeConfig: onFunction,
    GetFunctionUrlConfig: on(ofFunction, functionArn),
    GetLayerVersion: onLayerVersion,
    GetLayerVersionPolicy: onLayerVersion,
    GetPolicy: onFunction,
    Invoke: as('lambda:InvokeFunction', on(invoked)),
    InvokeAsync: onFunction,
    ListAliases: onFunction,
    ListEventSourceMappings: onAll(),
    ListFunctionEventInvokeConfigs: onFunction,
    ListFunctions: onAll(),
    ListLayerVersions: onAll(),
    ListLayers: onAll(),
    ListTags: on(tagged),
    ListVersionsByFunction: onFunction,
    PublishLayerVersion: on(layer),
    PublishVersion: onFunction,
    PutFunctionConcurrency: onFunction,
    PutFunctionEventInvokeConfig: onFunction,
    RemoveLayerVersionPermission: inPath('StatementId', onLayerVersion),
    RemovePermission: inPath('StatementId', onFunction),
    TagResource: on(tagged, requestTags('Tags')),
    UntagResource: on(tagged, tagKeys('TagKeys')),
    UpdateAlias: inPath('Name', onFunction),
    UpdateEventSourceMapping: on(eventSourceMapping, functionOfMapping),
    UpdateFunctionCode: onFunction,
    UpdateFunctionConfiguration: both(on(ofFunction, network, layers), readingLayers, passingRole),
    UpdateFunctionEventInvokeConfig: onFunction,
    UpdateFunctionUrlConfig: on(ofFunction, authType, functionArn),
  }),
};
