import fs from 'node:fs';
import path from 'node:path';
import { AWS_PROVIDER, platform } from '../terraform/version';

/**
 * The AWS provider's program in folders that are laid out as Terraform's mirrors and caches are (unpacked), or undefined.
 * @param folders each may hold `registry.terraform.io/hashicorp/aws/<version>/<platform>/`
 */
export function providerBinary(folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    const unpacked = path.join(folder, 'registry.terraform.io', 'hashicorp', 'aws', AWS_PROVIDER, platform());
    if (!fs.existsSync(unpacked)) continue;
    const name = fs.readdirSync(unpacked).find((file) => file.startsWith('terraform-provider-aws'));
    if (name) return fs.realpathSync(path.join(unpacked, name));
  }
  return undefined;
}
