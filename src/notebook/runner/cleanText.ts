import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { projectRoot } from '../../target/project';
import type { CellFacts } from './verdict';

type Clean = (text: string) => string;

/** Variables whose values are nobody's to read. */
const SECRET = /SECRET|TOKEN|PASSWORD|PRIVATE_KEY/;
/** Shorter values, such as `1`, stand in harmless texts too. */
const SECRET_LENGTH = 8;

/**
 * Makes what a cell has printed fit to be kept and published: without the account's keys and the secrets of the
 * environment, without the places where this machine keeps the clone, the account and its user's files, and as a
 * terminal would show it in the end, without its control codes.
 * @param home `LAKEHOUSE_HOME`
 */
export function textCleaner(home: string, env: NodeJS.ProcessEnv = process.env): Clean {
  const places = (
    [
      [home, '.lakehouse'],
      [projectRoot(), 'lakehouse-code'],
      [os.homedir(), '~'],
    ] as const
  )
    .filter(([folder]) => path.dirname(folder) !== folder)
    .map(([folder, name]) => [new RegExp(`${escaped(folder)}(?![\\w.-])`, 'g'), name] as const);
  return (text) => {
    let clean = stripVTControlCharacters(text).replace(/[^\n]*\r(?!\n)/g, '');
    // Read each time: the account may be younger than the run.
    for (const secret of secrets(home, env)) clean = clean.replaceAll(secret, '***');
    for (const [folder, name] of places) clean = clean.replace(folder, name);
    return clean;
  };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function secrets(home: string, env: NodeJS.ProcessEnv): string[] {
  const own = Object.entries(env).flatMap(([name, value]) => (SECRET.test(name) && value ? [value] : []));
  return [...own, ...accountSecrets(home)].filter((value) => value.length >= SECRET_LENGTH);
}

function accountSecrets(home: string): string[] {
  try {
    const file = path.join(home, 'account', 'credentials.json');
    const { secretAccessKey } = JSON.parse(fs.readFileSync(file, 'utf8')) as { secretAccessKey?: string };
    return secretAccessKey ? [secretAccessKey] : [];
  } catch {
    // No account, or none that is whole yet: nothing to give away.
    return [];
  }
}

/** Cleans in place all texts of outputs and reports: a later cell may still change what an earlier one has shown. */
export function cleanFacts({ outputs, reports }: Pick<CellFacts, 'outputs' | 'reports'>, clean: Clean): void {
  for (const one of [...outputs, ...reports]) cleanTexts(one as unknown as Record<string, unknown>, clean);
}

function cleanTexts(value: Record<string, unknown>, clean: Clean): void {
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === 'string') value[name] = clean(part);
    else if (part !== null && typeof part === 'object') cleanTexts(part as Record<string, unknown>, clean);
  }
}
