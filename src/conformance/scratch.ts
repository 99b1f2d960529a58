import { randomBytes } from 'node:crypto';
import {
  type AthenaClient,
  CreateWorkGroupCommand,
  type WorkGroupConfiguration,
} from '@aws-sdk/client-athena';
import { CreateDatabaseCommand } from '@aws-sdk/client-glue';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Kind } from '../inventory/item';
import { removeByHand } from '../inventory/removal';
import { type Clients, clientsOf } from '../target/clients';
import type { Target } from '../target/target';
import type { Answer, Names } from './answer';
import { makeReader, type Reader } from './reader';
import { type Ended, ended, outcome, type Wanted } from './statement';

/** With what every name begins that the suite gives, so that a person finds what a broken run may have left. */
const PREFIX = 'lakehouse-conformance';

/** What a statement runs with, where it is not the scratch database and work group. */
export interface StatementOptions {
  wanted?: Wanted;
  /** Null: none. */
  database?: string | null;
  workGroup?: string;
  parameters?: string[];
  /** Whose rights; the suite's own by default. */
  athena?: AthenaClient;
}

/**
 * The place of one run in an account: a bucket, a database and work groups with names of its own, made when a case first
 * asks for them. Everything that is made, here or by a case, is removed by {@link remove}.
 */
export class Scratch {
  readonly clients: Clients;
  /** Eight letters and digits that no other run has. */
  readonly run = randomBytes(4).toString('hex');
  readonly #sts: STSClient;
  readonly #removals: { what: string; undo: () => Promise<unknown> }[] = [];
  readonly #made = new Map<string, Promise<unknown>>();
  #caller = '';

  constructor(readonly target: Target) {
    this.clients = clientsOf(target);
    const { region, endpoint } = target;
    this.#sts = new STSClient({ region, endpoint, credentials: () => target.credentials() });
  }

  get sts(): STSClient {
    return this.#sts;
  }

  /** `lakehouse-conformance-<run>`, or with a part of its own. */
  name(part = ''): string {
    return [PREFIX, this.run, part].filter(Boolean).join('-');
  }

  /** The scratch database; hyphens would have to be quoted in SQL. */
  get database(): string {
    return this.name().replaceAll('-', '_');
  }

  /** What stands for the names of this run and account in recorded answers. */
  async names(): Promise<Names> {
    this.#caller ||= (await this.#sts.send(new GetCallerIdentityCommand({}))).Arn ?? '';
    return {
      [this.run]: '<run>',
      [this.#caller]: '<caller>',
      [await this.target.deployerArn()]: '<caller>',
      [this.target.accountId]: '<account>',
      [this.target.region]: '<region>',
    };
  }

  /** Has something removed at the end; what was made last goes first. */
  later(what: string, undo: () => Promise<unknown>): void {
    this.#removals.push({ what, undo });
  }

  /** The same for what an inventory knows. */
  laterItem(kind: Kind, id: string): void {
    this.later(`${kind} ${id}`, () => removeByHand([{ kind, id }], this.clients));
  }

  /** The scratch bucket's name; the bucket is there. */
  bucket(): Promise<string> {
    return this.#once('bucket', async () => {
      const s3 = await this.clients.s3();
      const Bucket = this.name();
      const { region } = this.target;
      await s3.send(
        new CreateBucketCommand({
          Bucket,
          // The oldest region has no constraint of its own.
          ...(region === 'us-east-1'
            ? {}
            : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
        }),
      );
      this.laterItem('s3 bucket', Bucket);
      return Bucket;
    });
  }

  /** An address below the scratch bucket: `s3://<bucket>/<path>`. */
  async at(path: string): Promise<string> {
    return `s3://${await this.bucket()}/${path}`;
  }

  /** Puts a text into the scratch bucket. */
  async put(key: string, body: string): Promise<void> {
    const s3 = await this.clients.s3();
    await s3.send(new PutObjectCommand({ Bucket: await this.bucket(), Key: key, Body: body }));
  }

  /** A work group with results in the scratch bucket. */
  workGroup(part = '', configuration: WorkGroupConfiguration = {}): Promise<string> {
    return this.#once(`work group ${part}`, async () => {
      const athena = await this.clients.athena();
      const Name = this.name(part);
      const OutputLocation = await this.at('results/');
      await athena.send(
        new CreateWorkGroupCommand({
          Name,
          Configuration: {
            ResultConfiguration: { OutputLocation },
            EnforceWorkGroupConfiguration: false,
            ...configuration,
          },
        }),
      );
      this.laterItem('athena work group', Name);
      return Name;
    });
  }

  /** The scratch database is there. */
  inDatabase(): Promise<string> {
    return this.#once('database', async () => {
      const glue = await this.clients.glue();
      await glue.send(
        new CreateDatabaseCommand({
          DatabaseInput: { Name: this.database, LocationUri: await this.at('database/') },
        }),
      );
      this.laterItem('glue database', this.database);
      return this.database;
    });
  }

  /** A role that reads what it is granted, and little else. */
  reader(): Promise<Reader> {
    return this.#once('reader', () => makeReader(this));
  }

  /** Runs a statement in the scratch database and work group, to its end. */
  async end(sql: string, options: StatementOptions = {}): Promise<Ended> {
    const { database, workGroup = await this.workGroup(), parameters } = options;
    const Database = database === undefined ? await this.inDatabase() : database;
    return ended(options.athena ?? (await this.clients.athena()), {
      QueryString: sql,
      WorkGroup: workGroup,
      ...(Database === null ? {} : { QueryExecutionContext: { Database } }),
      ...(parameters ? { ExecutionParameters: parameters } : {}),
    });
  }

  /** How a statement ended, as it belongs to an answer. */
  async sql(sql: string, options: StatementOptions = {}): Promise<Answer> {
    const athena = options.athena ?? (await this.clients.athena());
    return outcome(athena, await this.end(sql, options), options.wanted ?? 'end');
  }

  /** Runs a statement that a case stands on. @throws Error with the account's reason when it does not succeed */
  async must(sql: string, options: StatementOptions = {}): Promise<void> {
    const end = await this.end(sql, options);
    if ('refused' in end) throw new Error(`refused: ${sql}: ${JSON.stringify(end.refused)}`);
    const { State, StateChangeReason } = end.execution.Status ?? {};
    if (State !== 'SUCCEEDED') throw new Error(`${State}: ${sql}: ${StateChangeReason}`);
  }

  /** An Iceberg table in the scratch database, with rows if some are given. @param columns `id int, name string` */
  async icebergTable(name: string, columns: string, rows?: string): Promise<void> {
    const location = await this.at(`${name}/`);
    await this.must(
      `CREATE TABLE ${this.database}.${name} (${columns}) LOCATION '${location}' TBLPROPERTIES ('table_type' = 'ICEBERG')`,
    );
    if (rows) await this.must(`INSERT INTO ${this.database}.${name} VALUES ${rows}`);
  }

  /** Removes everything, last made first; what fails does not keep the rest. @returns what is left, and why */
  async remove(): Promise<string[]> {
    const left: string[] = [];
    for (const { what, undo } of this.#removals.splice(0).reverse())
      await undo().catch((error: unknown) => {
        if (!isGone(error)) left.push(`${what}: ${error instanceof Error ? error.message : error}`);
      });
    this.#sts.destroy();
    this.clients.destroy();
    return left;
  }

  #once<T>(what: string, make: () => Promise<T>): Promise<T> {
    const made = (this.#made.get(what) as Promise<T> | undefined) ?? make();
    this.#made.set(what, made);
    return made;
  }
}

/** Whether a case had removed it already. */
const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  /NoSuch|not found|does not exist|doesn't exist/i.test(`${error.name} ${error.message}`);
