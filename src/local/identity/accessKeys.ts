import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Principal } from '../call';
import type { AccessKey } from '../gateway/signature';
import type { Store } from '../store/store';
import type { Session } from './caller';

interface KeyRow {
  secret: string;
  principal: Principal;
  sessionToken?: string;
  /** Milliseconds since 1970. */
  expiration?: number;
  session?: Session;
  active: boolean;
}

/** A key that signs, whose it is, and what a session's own policy leaves of the role's rights. */
export interface KeyOwner extends AccessKey {
  principal: Principal;
  session?: Session;
}

/** Milliseconds. */
const DAY = 86_400_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An id of AWS's form: a prefix of four letters (`AKIA` of a user's key, `ASIA` of a session's) and sixteen more. */
export function newId(prefix: string): string {
  return prefix + [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join('');
}

/** The access keys that the account accepts; durable. */
export class AccessKeys {
  readonly #table;

  constructor(store: Store) {
    this.#table = store.table<KeyRow>('access-keys');
  }

  find(accessKeyId: string): KeyOwner | undefined {
    const row = this.#table.get(accessKeyId);
    if (!row?.active) return undefined;
    return { ...row, expiration: row.expiration === undefined ? undefined : new Date(row.expiration) };
  }

  /** Remembers a user's key. */
  keep(accessKeyId: string, secret: string, principal: Principal): void {
    this.#table.put(accessKeyId, { secret, principal, active: true });
  }

  setActive(accessKeyId: string, active: boolean): void {
    const row = this.#table.get(accessKeyId);
    if (row) this.#table.put(accessKeyId, { ...row, active });
  }

  remove(accessKeyId: string): void {
    this.#table.remove(accessKeyId);
  }

  /** Makes the keys of a session, and forgets sessions that ended long ago: of others it is still known that they ended. */
  mint(
    principal: Principal,
    seconds: number,
    now: Date,
    session?: Session,
  ): { accessKeyId: string; secret: string; sessionToken: string; expiration: Date } {
    for (const { key, value } of this.#table.list('ASIA'))
      if ((value.expiration ?? Number.POSITIVE_INFINITY) < now.getTime() - DAY) this.#table.remove(key);
    const expiration = new Date(Math.floor(now.getTime() / 1000 + seconds) * 1000);
    const made = {
      accessKeyId: newId('ASIA'),
      secret: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(96).toString('base64'),
      expiration,
    };
    this.#table.put(made.accessKeyId, {
      secret: made.secret,
      principal,
      sessionToken: made.sessionToken,
      expiration: expiration.getTime(),
      session,
      active: true,
    });
    return made;
  }
}

/** The deployer's key, as it lies in the account's folder. */
export interface DeployerCredentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * The deployer's credentials: made at the first start, in a file that only the owner can read.
 * @returns what the file holds
 */
export function deployerCredentials(folder: string): DeployerCredentials {
  const file = path.join(folder, 'credentials.json');
  if (!fs.existsSync(file)) {
    const made: DeployerCredentials = {
      accessKeyId: newId('AKIA'),
      secretAccessKey: randomBytes(30).toString('base64'),
    };
    const temporary = `${file}.${process.pid}`;
    fs.writeFileSync(temporary, `${JSON.stringify(made, undefined, 2)}\n`, { mode: 0o600, flush: true });
    fs.renameSync(temporary, file);
  }
  return JSON.parse(fs.readFileSync(file, 'utf8')) as DeployerCredentials;
}
