import { expectRows } from './rows';

const lambda = 'arn:aws:lambda:us-east-1:123456789012';
const load = `${lambda}:function:load`;
const foreign = 'arn:aws:lambda:eu-west-1:999999999999:function:load';

expectRows('lambda', [
  ['Invoke', { FunctionName: 'load' }, [`lambda:InvokeFunction ${load}`]],
  ['Invoke', { FunctionName: 'load', Qualifier: '3' }, [`lambda:InvokeFunction ${load}:3`]],
  ['Invoke', { FunctionName: 'load:prod' }, [`lambda:InvokeFunction ${load}:prod`]],
  ['Invoke', { FunctionName: `${load}:$LATEST` }, [`lambda:InvokeFunction ${load}:$LATEST`]],
  ['Invoke', { FunctionName: '123456789012:function:load' }, [`lambda:InvokeFunction ${load}`]],
  // moto takes the end of any ARN, and of any path.
  [
    'Invoke',
    { FunctionName: foreign },
    [`lambda:InvokeFunction ${foreign}`, `lambda:InvokeFunction ${load}`],
  ],
  ['Invoke', { FunctionName: `${lambda}:function:mine:function:load` }, 'ValidationException'],
  ['Invoke', { FunctionName: 'mine/load' }, 'ValidationException'],
  ['Invoke', { FunctionName: 'lo%61d' }, 'ValidationException'],
  ['Invoke', { FunctionName: '*' }, 'ValidationException'],
  ['Invoke', {}, 'ValidationException'],
  ['GetFunction', { FunctionName: 'load', Qualifier: '3' }, [`lambda:GetFunction ${load}`]],
  ['GetAlias', { FunctionName: 'mine', Name: 'load/aliases/x' }, 'ValidationException'],
  ['RemovePermission', { FunctionName: 'mine', StatementId: 'a/b' }, 'ValidationException'],
  [
    'CreateFunction',
    {
      FunctionName: 'load',
      Role: 'arn:aws:iam::123456789012:role/loader',
      Layers: [`${lambda}:layer:tools:2`],
      VpcConfig: { SubnetIds: ['s1'], SecurityGroupIds: ['g1'] },
    },
    [
      `lambda:CreateFunction ${load} {"lambda:SubnetIds":["s1"],"lambda:SecurityGroupIds":["g1"],"lambda:Layer":["${lambda}:layer:tools:2"]}`,
      `lambda:GetLayerVersion ${lambda}:layer:tools:2`,
      'iam:PassRole arn:aws:iam::123456789012:role/loader {"iam:PassedToService":"lambda.amazonaws.com"}',
    ],
  ],
  [
    'CreateFunction',
    { FunctionName: 'load', Role: 'loader' },
    [
      `lambda:CreateFunction ${load}`,
      'iam:PassRole arn:aws:iam::123456789012:role/<missing> {"iam:PassedToService":"lambda.amazonaws.com"}',
    ],
  ],
  ['UpdateFunctionConfiguration', { FunctionName: 'load' }, [`lambda:UpdateFunctionConfiguration ${load}`]],
  [
    'CreateEventSourceMapping',
    { FunctionName: 'load' },
    [`lambda:CreateEventSourceMapping * {"lambda:FunctionArn":"${load}"}`],
  ],
  [
    'DeleteEventSourceMapping',
    { UUID: 'u-1' },
    [`lambda:DeleteEventSourceMapping ${lambda}:event-source-mapping:u-1`],
  ],
  [
    'GetLayerVersion',
    { LayerName: 'tools', VersionNumber: 2 },
    [`lambda:GetLayerVersion ${lambda}:layer:tools:2`],
  ],
  ['DeleteLayerVersion', { LayerName: 'mine/versions/tools', VersionNumber: 2 }, 'ValidationException'],
  [
    'TagResource',
    { Resource: load, Tags: { k: 'v' } },
    [`lambda:TagResource ${load} {"aws:RequestTag/k":"v","aws:TagKeys":["k"]}`],
  ],
  ['TagResource', { Resource: `${lambda}:function:event-source-mapping:u-1` }, 'ValidationException'],
  ['TagResource', { Resource: `${lambda}:function:mine/${load}` }, 'ValidationException'],
]);
