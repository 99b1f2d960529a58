import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A node of the oracle's tree: a rule with children, or a token. */
export interface OracleNode {
  children?: OracleNode[] | null;
  getText(): string;
}

/** Another reader of Trino's grammar (dt-sql-parser's, by ANTLR), to agree with. */
export interface Oracle {
  validate(text: string): { message: string }[];
  parse(text: string): OracleNode;
}

/** dt-sql-parser loads in Node only when it is bundled with its names kept. */
export async function loadOracle(): Promise<Oracle> {
  const folder = mkdtempSync(join(tmpdir(), 'trino-oracle-'));
  try {
    const outfile = join(folder, 'oracle.cjs');
    await build({
      stdin: { contents: "export { TrinoSQL } from 'dt-sql-parser';", resolveDir: __dirname },
      bundle: true,
      keepNames: true,
      platform: 'node',
      format: 'cjs',
      outfile,
      logLevel: 'error',
    });
    const { TrinoSQL } = createRequire(outfile)(outfile) as { TrinoSQL: new () => Oracle };
    return new TrinoSQL();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
