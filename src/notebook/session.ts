import { inspect } from 'node:util';
import type { Cell, Column } from '../athena/cells';
import { type QueryResult, type QueryStatistics, runQuery } from '../athena/query';
import { CliError } from '../cliError';
import { type Clients, clientsOf } from '../target/clients';
import { openTarget } from '../target/open';
import { type Role, type RoleName, roleName } from '../target/roles';
import type { Target } from '../target/target';
import { show } from './display';
import { stoppable } from './interrupt';
import { resultView } from './resultView';

/** An error whose message says in one sentence what is wrong, and in the next what to do. */
export class LakehouseError extends Error {
  override readonly name = 'LakehouseError';
}

/** The account that a notebook works on: `local`, unless the variable TARGET says `aws`. */
export async function target(options: { create?: boolean } = {}): Promise<Target> {
  const name = process.env.TARGET === 'aws' ? 'aws' : 'local';
  // Asked anew each time: an account that has been stopped in between is started again.
  return openTarget(name, options).catch(asLakehouseError);
}

/** For `catch`: what a command would tell its user, as an error of a notebook. */
export function asLakehouseError(error: unknown): never {
  throw error instanceof CliError
    ? new LakehouseError([error.message, error.hint].filter(Boolean).join(' '))
    : error;
}

const opened = new Map<string, Clients>();

/** SDK clients of a role, kept for the next call. */
export async function clients(role: Role = 'deployer'): Promise<Clients> {
  const account = await target();
  const key = `${account.endpoint} ${role}`;
  const known = opened.get(key) ?? clientsOf(account, role);
  opened.set(key, known);
  return known;
}

export interface SqlOptions {
  /** Whose rights: `engineer` by default. */
  as?: RoleName;
  /** `lakehouse` by default. */
  database?: string;
  /** For the question marks of the statement. */
  parameters?: string[];
  /** False: the result is returned only, not shown. */
  show?: boolean;
  /** So many rows are shown. */
  maxRows?: number;
}

/** A query's answer. */
export class Answer implements QueryResult {
  readonly columns: Column[];
  readonly rows: Cell[][];
  readonly updateCount?: number;
  readonly statistics: QueryStatistics;

  constructor(result: QueryResult) {
    this.columns = result.columns;
    this.rows = result.rows;
    this.updateCount = result.updateCount;
    this.statistics = result.statistics;
  }

  /** The rows as objects. */
  get records(): Record<string, Cell>[] {
    return this.rows.map((row) =>
      Object.fromEntries(this.columns.map(({ name }, i) => [name, row[i] ?? null])),
    );
  }

  /** The first value of the first row. */
  get value(): Cell {
    return this.rows[0]?.[0] ?? null;
  }

  /** What a notebook prints of it beside the table: how to go on with it. */
  [inspect.custom](): string {
    return `Answer { ${this.rows.length} rows: .records, .rows, .columns, .value, .statistics }`;
  }

  toString(): string {
    return resultView(this).text;
  }
}

/**
 * Asks Athena, and shows the answer as a table.
 * @throws QueryFailed with Athena's reason
 */
export async function sql(text: string, options: SqlOptions = {}): Promise<Answer> {
  const role = options.as ?? 'engineer';
  const athena = await (await clients(role)).athena();
  const answer = new Answer(
    await stoppable((signal) =>
      runQuery(athena, text, {
        workGroup: roleName(role),
        database: options.database ?? 'lakehouse',
        parameters: options.parameters,
        signal,
      }),
    ),
  );
  if (options.show !== false) show(resultView(answer, options.maxRows));
  return answer;
}
