import { secretArn } from './lookups';
import { expectRows } from './rows';

const login = secretArn('login-AbCdEf');
const read = (arn: string, id: string) =>
  `secretsmanager:GetSecretValue ${arn} {"secretsmanager:SecretId":"${id}","secretsmanager:VersionStage":"AWSCURRENT"}`;
const foreign = 'arn:aws:secretsmanager:eu-west-1:999999999999:secret:login';

expectRows('secretsmanager', [
  ['GetSecretValue', { SecretId: 'login' }, [read(login, 'login')]],
  ['GetSecretValue', { SecretId: login }, [read(login, login)]],
  ['GetSecretValue', { SecretId: secretArn('login') }, [read(login, secretArn('login'))]],
  ['GetSecretValue', { SecretId: 'none' }, [read(secretArn('none-??????'), 'none')]],
  ['GetSecretValue', { SecretId: secretArn('none') }, [read(secretArn('none-??????'), secretArn('none'))]],
  [
    'GetSecretValue',
    { SecretId: secretArn('none-AbCdEf') },
    [read(secretArn('none-AbCdEf'), secretArn('none-AbCdEf'))],
  ],
  // moto takes the end of any ARN.
  ['GetSecretValue', { SecretId: foreign }, [read(foreign, foreign), read(login, foreign)]],
  ['GetSecretValue', { SecretId: secretArn('mine:login') }, [read(login, secretArn('mine:login'))]],
  [
    'GetSecretValue',
    {},
    [
      `secretsmanager:GetSecretValue ${secretArn('<missing>-??????')} {"secretsmanager:VersionStage":"AWSCURRENT"}`,
    ],
  ],
  [
    'GetSecretValue',
    { SecretId: 'login', VersionStage: 'AWSPREVIOUS', VersionId: 'v' },
    [
      `secretsmanager:GetSecretValue ${login} {"secretsmanager:SecretId":"login","secretsmanager:VersionId":"v","secretsmanager:VersionStage":"AWSPREVIOUS"}`,
    ],
  ],
  [
    'CreateSecret',
    { Name: 'new', Tags: [{ Key: 'team', Value: 'sales' }] },
    [
      `secretsmanager:CreateSecret ${secretArn('new-??????')} {"secretsmanager:Name":"new","aws:RequestTag/team":"sales","aws:TagKeys":["team"],"secretsmanager:ForceOverwriteReplicaSecret":"false"}`,
      `secretsmanager:TagResource ${secretArn('new-??????')} {"aws:RequestTag/team":"sales","aws:TagKeys":["team"]}`,
    ],
  ],
  // moto would write over the secret that the ARN leads to.
  [
    'CreateSecret',
    { Name: secretArn('login') },
    [
      `secretsmanager:CreateSecret ${login} {"secretsmanager:Name":"${secretArn('login')}","secretsmanager:ForceOverwriteReplicaSecret":"false"}`,
    ],
  ],
  [
    'BatchGetSecretValue',
    { SecretIdList: ['login', 'none'] },
    [
      'secretsmanager:BatchGetSecretValue *',
      `secretsmanager:GetSecretValue ${login}`,
      `secretsmanager:GetSecretValue ${secretArn('none-??????')}`,
    ],
  ],
  ['BatchGetSecretValue', { Filters: [{ Key: 'name', Values: ['l'] }] }, 'InvalidParameterException'],
  [
    'RotateSecret',
    { SecretId: 'login', RotationLambdaARN: 'arn:aws:lambda:us-east-1:123456789012:function:rotate' },
    [
      `secretsmanager:RotateSecret ${login} {"secretsmanager:SecretId":"login","secretsmanager:RotationLambdaARN":"arn:aws:lambda:us-east-1:123456789012:function:rotate","secretsmanager:RotateImmediately":"true","secretsmanager:ModifyRotationRules":"false"}`,
      'lambda:InvokeFunction arn:aws:lambda:us-east-1:123456789012:function:rotate',
    ],
  ],
  ['ListSecrets', {}, ['secretsmanager:ListSecrets *']],
]);
