import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

const MODULES = join(__dirname, '../../node_modules');

/** A program that writes and tells line by line what it has written, to be killed in the middle of whatever it does. */
export interface Writer {
  /** A folder of its own; it goes with `remove`. */
  folder: string;
  /**
   * Lets it tell some lines, then kills it. @param delay ms between the last of them and the kill
   * @returns all that it told @throws Error when it ended by itself
   */
  writeAndKill(args: string[], lines: number, delay?: () => number): Promise<string[]>;
  remove(): void;
}

/** @param source the program, in TypeScript */
export async function bundledWriter(source: string): Promise<Writer> {
  const folder = mkdtempSync(join(tmpdir(), 'crash-'));
  const program = join(folder, 'writer.cjs');
  await build({
    entryPoints: [source],
    outfile: program,
    bundle: true,
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  return {
    folder,
    async writeAndKill(args, lines, delay) {
      const child = spawn(process.execPath, [program, ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_PATH: MODULES },
      });
      const told: string[] = [];
      const kill = () => void child.kill('SIGKILL');
      for await (const line of createInterface({ input: child.stdout })) {
        told.push(line);
        if (told.length !== lines) continue;
        if (delay) setTimeout(kill, delay());
        else kill();
      }
      if (child.exitCode !== null) throw new Error(`the writer ended by itself: ${child.exitCode}`);
      return told;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
