/** What the local account says of itself, for the doctor. Plain JavaScript without packages, as `probe.mjs`. */
import fs from 'node:fs';
import path from 'node:path';

/** @typedef {import('./probe.mjs').Finding} Finding */
/** @typedef {{ name: string, status: 'ok' | 'starting' | 'damaged' | 'down', detail?: string }} PartHealth */
/** @typedef {{ status?: PartHealth['status'], parts?: PartHealth[], warnings?: string[] }} Health */

const ANSWER_MS = 5000;

/**
 * One finding for the account, one for each part that is not well, one for each of its warnings. Nothing is started.
 * @param {string} home `LAKEHOUSE_HOME`
 * @returns {Promise<Finding[]>}
 */
export async function accountFindings(home) {
  const file = path.join(home, 'account', 'gateway.json');
  if (!fs.existsSync(file))
    return [{ name: 'local account', state: 'ok', found: 'none yet; `make up` makes it' }];
  /** @type {{ port?: number, pid?: number }} */
  let process_;
  try {
    process_ = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return [
      {
        name: 'local account',
        state: 'warning',
        found: `${file} cannot be read`,
        remedy: 'Remove that file: it only tells the port; `make up` writes it again.',
      },
    ];
  }
  if (process_.pid === undefined)
    return [{ name: 'local account', state: 'ok', found: 'stopped; `make up` starts it' }];
  const health = await ask(process_.port ?? 0);
  if (!health)
    return [
      {
        name: 'local account',
        state: 'warning',
        found: `does not answer at port ${process_.port}`,
        remedy: `\`make up\` starts it again; ${path.join(home, 'account', 'gateway.log')} says why it ended.`,
      },
    ];
  const parts = (health.parts ?? []).filter(({ status }) => status !== 'ok');
  return [
    finding('local account', { name: '', status: health.status ?? 'ok', detail: `port ${process_.port}` }),
    ...parts.map((part) => finding(part.name, part)),
    ...(health.warnings ?? []).map(
      (text) => /** @type {Finding} */ ({ name: 'local account', state: 'warning', found: text }),
    ),
  ];
}

/** @param {string} name @param {PartHealth} part @returns {Finding} */
const finding = (name, { status, detail }) => ({
  name,
  state: status === 'ok' || status === 'starting' ? 'ok' : 'warning',
  found: detail ? `${status}: ${detail}` : status,
});

/** @param {number} port @returns {Promise<Health | undefined>} */
async function ask(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/_lakehouse/health`, {
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return /** @type {Health} */ (await answer.json());
  } catch {
    return undefined;
  }
}
