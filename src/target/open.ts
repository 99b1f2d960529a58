import { awsTarget } from './aws';
import { type LocalOptions, localTarget } from './local';
import type { Target } from './target';

/** Opens an account by its name. @throws CliError that says what is missing */
export async function openTarget(name: Target['name'], options: LocalOptions = {}): Promise<Target> {
  return name === 'aws' ? awsTarget() : localTarget(options);
}
