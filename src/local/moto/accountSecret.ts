import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from '../durable/writeFileAtomically';

/** What moto's random numbers and first moments are made of; one for each account. */
export interface AccountSecret {
  /** Hexadecimal. */
  seed: string;
  /** Seconds since 1970. */
  born: number;
}

/**
 * Reads the account's secret, or makes it. One that is lost is made anew, so that the account starts; a damaged one is
 * kept beside it.
 * @param existed whether the account has made calls with a secret before
 */
export function accountSecret(folder: string, existed: boolean): { secret: AccountSecret; warning?: string } {
  const file = path.join(folder, 'secret.json');
  const found = readSecret(file);
  if (found) return { secret: found };
  const damaged = fs.existsSync(file) ? `${file}.damaged-${Date.now()}` : undefined;
  if (damaged) fs.renameSync(file, damaged);
  const secret: AccountSecret = {
    seed: randomBytes(32).toString('hex'),
    born: Math.floor(Date.now() / 1000),
  };
  writeFileAtomically(file, JSON.stringify(secret));
  if (!damaged && !existed) return { secret };
  const state = damaged ? `is damaged, and kept as ${damaged}` : 'is missing';
  return {
    secret,
    warning: `The secret of moto, ${file}, ${state}. Ids and keys are drawn from it: those of calls that are replayed differ from what was answered before. Put the file back if you have a copy, or run \`lakehouse nuke\` and \`lakehouse up\`.`,
  };
}

function readSecret(file: string): AccountSecret | undefined {
  try {
    const { seed, born } = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<AccountSecret>;
    if (typeof seed === 'string' && /^[0-9a-f]{64}$/.test(seed) && typeof born === 'number')
      return { seed, born };
  } catch {
    // Missing or damaged: the caller tells.
  }
  return undefined;
}
