import os from 'node:os';
import path from 'node:path';

/** No such file: Terraform and the AWS SDK then read no configuration of the user. */
const NOWHERE = path.join(os.tmpdir(), 'lakehouse-reads-no-configuration');

/** Of the shell's variables for AWS and Terraform, only this one says nothing about the account or the plan. */
const HARMLESS = new Set(['AWS_CA_BUNDLE']);

/** Rarer garbage collection of Go: a fifth less CPU time in the provider's start, for 40 MB more (100 is Go's default). */
const GARBAGE_COLLECTION = '400';

/**
 * The environment of every Terraform run: the shell's without what is meant for AWS or Terraform, which would change
 * the account or the plan, and with `aws` (the target's). The user's configuration files are neither read nor changed.
 */
export function terraformEnvironment(
  aws: Record<string, string>,
  env: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const inherited = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (HARMLESS.has(entry[0]) || !/^(AWS_|TF_)/.test(entry[0])),
  );
  return {
    GOGC: GARBAGE_COLLECTION,
    ...Object.fromEntries(inherited),
    AWS_CONFIG_FILE: NOWHERE,
    AWS_SHARED_CREDENTIALS_FILE: NOWHERE,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...aws,
    TF_CLI_CONFIG_FILE: NOWHERE,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
}
