import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Principal } from '../call';
import { writeFileAtomically } from '../durable/writeFileAtomically';
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

  /** The active key of a user. */
  ofUser(userId: string): DeployerCredentials | undefined {
    const found = this.#table
      .list('AKIA')
      .find(({ value }) => value.active && value.principal.userId === userId);
    return found && { accessKeyId: found.key, secretAccessKey: found.value.secret };
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
 * The deployer's credentials, in a file that only the owner can read: made at the first start. A file that is missing or
 * damaged later is restored from the keys that the account accepts. Where they are lost as well, new credentials are made,
 * and a warning says so: whoever has exported the former ones needs the new ones.
 * @param kept the deployer's key that the account accepts
 * @param existed whether the account was there before
 * @returns what the file holds now
 * @throws Error of the file system
 */
export function deployerCredentials(
  folder: string,
  kept: DeployerCredentials | undefined,
  existed: boolean,
): { credentials: DeployerCredentials; warning?: string } {
  const file = path.join(folder, 'credentials.json');
  const there = readCredentials(file);
  if (there) return { credentials: there };
  const credentials = kept ?? {
    accessKeyId: newId('AKIA'),
    secretAccessKey: randomBytes(30).toString('base64'),
  };
  writeFileAtomically(file, `${JSON.stringify(credentials, undefined, 2)}\n`);
  if (kept) return { credentials, warning: `${file} was missing or damaged, and was restored.` };
  if (!existed) return { credentials };
  return {
    credentials,
    warning: `${file} was missing or damaged, and no copy is left. New credentials were made: run \`lakehouse env\` again wherever the former ones are in use.`,
  };
}

function readCredentials(file: string): DeployerCredentials | undefined {
  try {
    const content = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<DeployerCredentials> | null;
    const { accessKeyId, secretAccessKey } = content ?? {};
    return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && code !== 'ENOENT') throw error;
    return undefined;
  }
}
