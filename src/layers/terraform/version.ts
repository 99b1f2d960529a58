/** The release that is fetched where the machine has none, and the oldest that will do. */
export const PINNED_TERRAFORM = '1.11.4';
export const OLDEST_TERRAFORM = '1.11.0';

/** The AWS provider that the templates pin. */
export const AWS_PROVIDER = '5.100.0';

/** Terraform's words for this machine: `linux_amd64`. */
export function platform(os: string = process.platform, arch: string = process.arch): string {
  const system = os === 'win32' ? 'windows' : os;
  const processor = arch === 'x64' ? 'amd64' : arch;
  return `${system}_${processor}`;
}
