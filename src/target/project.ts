import fs from 'node:fs';
import path from 'node:path';

/** The root of the clone: the nearest folder above this file that holds the plan. Works from sources and from the bundle. */
export function projectRoot(from: string = __dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'plan.md')) && fs.existsSync(path.join(folder, 'package.json')))
      return folder;
    if (folder === path.dirname(folder)) throw new Error(`no lakehouse-code clone above ${from}`);
  }
}

/** `LAKEHOUSE_HOME`, or `.lakehouse` in the clone: one local account with all that belongs to it. Absolute. */
export function lakehouseHome(env: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(env.LAKEHOUSE_HOME || path.join(projectRoot(), '.lakehouse'));
}
