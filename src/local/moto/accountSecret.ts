import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { writeWhole } from './wholeFile';

/** What moto's random numbers and first moments are made of; one for each account. */
export interface AccountSecret {
  /** Hexadecimal. */
  seed: string;
  /** Seconds since 1970. */
  born: number;
}

/** Reads the account's secret, or makes it. @throws Error when it cannot be read: nothing could be replayed without it */
export function accountSecret(folder: string): AccountSecret {
  const file = path.join(folder, 'secret.json');
  if (!fs.existsSync(file)) {
    const secret: AccountSecret = {
      seed: randomBytes(32).toString('hex'),
      born: Math.floor(Date.now() / 1000),
    };
    writeWhole(file, [JSON.stringify(secret)]);
    return secret;
  }
  return JSON.parse(fs.readFileSync(file, 'utf8')) as AccountSecret;
}
