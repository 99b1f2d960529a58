/** The oldest releases that will do. OpenTofu counts by itself: its 1.8 has all that the templates need. */
export const OLDEST = { terraform: '1.11.0', opentofu: '1.8.0' } as const;

/** The AWS provider that the templates pin. */
export const AWS_PROVIDER = '5.100.0';

/** Terraform's words for a machine: `linux_amd64`. */
export function platform(os: string = process.platform, arch: string = process.arch): string {
  const system = os === 'win32' ? 'windows' : os;
  const processor = arch === 'x64' ? 'amd64' : arch;
  return `${system}_${processor}`;
}
