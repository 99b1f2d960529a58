import os from 'node:os';
import path from 'node:path';

/** What of the shell's environment a child may see: nothing of AWS or Terraform, which would change the account or the plan. */
function inherited(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && !/^(AWS_|TF_)/.test(entry[0])));
}

/** The environment of every Terraform run. No user's configuration is read: the named file does not exist, which Terraform allows. */
export function terraformEnvironment(aws: Record<string, string>, env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return {
    ...inherited(env),
    ...aws,
    AWS_EC2_METADATA_DISABLED: 'true',
    TF_CLI_CONFIG_FILE: path.join(os.tmpdir(), 'lakehouse-has-no-terraformrc'),
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
}
