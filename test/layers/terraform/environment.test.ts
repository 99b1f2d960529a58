import fs from 'node:fs';
import { expect, test } from 'vitest';
import { terraformEnvironment } from '../../../src/layers/terraform/environment';

test('nothing of the shell that could change the account or the plan comes through', () => {
  const env = terraformEnvironment(
    { AWS_ACCESS_KEY_ID: 'ours', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
    {
      PATH: '/bin',
      HTTPS_PROXY: 'http://proxy:3128',
      AWS_CA_BUNDLE: '/etc/ssl/corporate.pem',
      AWS_PROFILE: 'work',
      AWS_SESSION_TOKEN: 'theirs',
      AWS_ENDPOINT_URL_S3: 'http://elsewhere',
      TF_VAR_region: 'eu-west-1',
      TF_CLI_ARGS: '-refresh=false',
      TF_WORKSPACE: 'other',
    },
  );
  expect(env).toMatchObject({
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy:3128',
    AWS_CA_BUNDLE: '/etc/ssl/corporate.pem',
  });
  expect(env).toMatchObject({ AWS_ACCESS_KEY_ID: 'ours', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' });
  for (const name of [
    'AWS_PROFILE',
    'AWS_SESSION_TOKEN',
    'AWS_ENDPOINT_URL_S3',
    'TF_VAR_region',
    'TF_CLI_ARGS',
    'TF_WORKSPACE',
  ])
    expect(env).not.toHaveProperty(name);
});

test('no configuration file of the user is read', () => {
  const env = terraformEnvironment({}, {});
  for (const name of ['TF_CLI_CONFIG_FILE', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'])
    expect(fs.existsSync(env[name]!)).toBe(false);
});

test('who sets the garbage collection of Go is obeyed', () => {
  expect(terraformEnvironment({}, {}).GOGC).toBe('400');
  expect(terraformEnvironment({}, { GOGC: '50' }).GOGC).toBe('50');
});
