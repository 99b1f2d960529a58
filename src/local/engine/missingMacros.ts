/**
 * Macros that one DuckDB has not got yet. All of them take 30 ms to make, and most queries use none: so each is made when
 * SQL names it, together with those that it is made of.
 */
export class MissingMacros {
  private readonly missing: Map<string, string>;

  /** @param statements `CREATE MACRO name(…) AS …` */
  constructor(statements: readonly string[]) {
    this.missing = new Map(statements.map((statement) => [nameOf(statement), statement]));
  }

  /** The statements that SQL needs first, in an order that works; they are no longer missing then. */
  take(sql: string): string[] {
    if (this.missing.size === 0) return [];
    const statements: string[] = [];
    for (const [word] of sql.matchAll(/\w+/g)) {
      const statement = this.missing.get(word);
      if (statement === undefined) continue;
      this.missing.delete(word);
      statements.push(...this.take(statement), statement);
    }
    return statements;
  }
}

function nameOf(statement: string): string {
  const [, name] = /^CREATE MACRO (\w+)\(/.exec(statement) ?? [];
  if (name === undefined) throw new Error(`this is no macro: ${statement}`);
  return name;
}
