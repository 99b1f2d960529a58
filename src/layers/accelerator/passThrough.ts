import fs from 'node:fs';
import {
  Client,
  credentials,
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
} from '@grpc/grpc-js';
import { type Fingerprint, ReadCache } from './readCache';
import { configOf, preparedAsAsked, schemaOf } from './schemaFilter';

/** The calls of Terraform's plugin protocol 5, all of one request and one answer. Source: Terraform, "Provider Wire Protocol". */
const CALLS = [
  'GetMetadata',
  'GetSchema',
  'PrepareProviderConfig',
  'ValidateResourceTypeConfig',
  'ValidateDataSourceConfig',
  'UpgradeResourceState',
  'GetResourceIdentitySchemas',
  'UpgradeResourceIdentity',
  'Configure',
  'ReadResource',
  'PlanResourceChange',
  'ApplyResourceChange',
  'ImportResourceState',
  'MoveResourceState',
  'ReadDataSource',
  'ValidateEphemeralResourceConfig',
  'OpenEphemeralResource',
  'RenewEphemeralResource',
  'CloseEphemeralResource',
  'GetFunctions',
  'CallFunction',
  'Stop',
] as const;
type CallName = (typeof CALLS)[number];

const raw = (message: Buffer): Buffer => message;
const path = (name: CallName): string => `/tfplugin5.Provider/${name}`;
const provider: ServiceDefinition = Object.fromEntries(
  CALLS.map((name) => [
    name,
    {
      path: path(name),
      requestStream: false,
      responseStream: false,
      requestSerialize: raw,
      requestDeserialize: raw,
      responseSerialize: raw,
      responseDeserialize: raw,
    },
  ]),
);

/** A schema of the AWS provider has 5 MB, more than gRPC's default limit of a message. */
const UNLIMITED = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

/**
 * Stands between Terraform and one running provider, and hands everything on, byte by byte, but for what makes a run
 * slow: PrepareProviderConfig (4 s of CPU, to say that the configuration is well), the schema (asked for once, and
 * without the types that nobody uses), and Configure, which is passed on once: a provider that is at work must not be
 * configured anew, and another configuration is refused. Stop goes no further either: it
 * would stop the work of all callers. Reads of some types are remembered.
 */
export class PassThrough {
  readonly #server = new Server(UNLIMITED);
  readonly #upstream: Client;
  #calls = 0;
  #schema?: Promise<Buffer>;
  #configured?: { config: Buffer; answer: Promise<Buffer> };

  /**
   * @param socket of the provider
   * @param types what of its schema is told
   * @param fingerprints of the types whose reads are slow, see {@link ReadCache}
   * @param onCall is told of each call as it comes
   */
  constructor(
    socket: string,
    private readonly types: ReadonlySet<string>,
    fingerprints: Readonly<Record<string, Fingerprint>>,
    onCall: (name: string) => void,
  ) {
    this.#upstream = new Client(`unix:${socket}`, credentials.createInsecure(), UNLIMITED);
    const slowReads = new ReadCache((name, request) => this.#pass(name, request), fingerprints);
    const answers: Partial<Record<CallName, (request: Buffer, name: CallName) => Promise<Buffer>>> = {
      GetSchema: (request) => this.#toldSchema(request),
      PrepareProviderConfig: async (request) => preparedAsAsked(request),
      Configure: (request) => this.#configure(request),
      Stop: async () => Buffer.alloc(0),
      ReadResource: (request) => slowReads.read(request),
      ApplyResourceChange: (request) => slowReads.apply(request),
    };
    const handle =
      (name: CallName): handleUnaryCall<Buffer, Buffer> =>
      (call, callback) => {
        onCall(name);
        this.#calls++;
        const answer = answers[name]?.(call.request, name) ?? this.#pass(name, call.request);
        answer
          .then(
            (message) => callback(null, message),
            (error: Error) => callback(error),
          )
          .finally(() => this.#calls--);
      };
    this.#server.addService(provider, Object.fromEntries(CALLS.map((name) => [name, handle(name)])));
  }

  /** Calls that are being answered. */
  get calls(): number {
    return this.#calls;
  }

  /** Listens on a unix socket that only this user may open. */
  async listen(socket: string): Promise<void> {
    fs.rmSync(socket, { force: true });
    await new Promise<void>((resolve, reject) =>
      this.#server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
        error ? reject(error) : resolve(),
      ),
    );
    fs.chmodSync(socket, 0o600);
  }

  close(): void {
    this.#server.forceShutdown();
    this.#upstream.close();
  }

  #toldSchema(request: Buffer): Promise<Buffer> {
    this.#schema ??= this.#pass('GetSchema', request).then((schema) => schemaOf(schema, this.types));
    this.#schema.catch(() => {
      this.#schema = undefined;
    });
    return this.#schema;
  }

  #configure(request: Buffer): Promise<Buffer> {
    if (this.#configured && !this.#configured.config.equals(configOf(request)))
      return Promise.reject(
        Object.assign(new Error('this provider has been configured otherwise'), {
          code: status.FAILED_PRECONDITION,
        }),
      );
    if (!this.#configured) {
      const configured = { config: configOf(request), answer: this.#pass('Configure', request) };
      this.#configured = configured;
      // An answer without diagnostics is empty. What was not well is tried again.
      const forget = () => {
        if (this.#configured === configured) this.#configured = undefined;
      };
      configured.answer.then((answer) => answer.length > 0 && forget(), forget);
    }
    return this.#configured.answer;
  }

  /** What is begun is finished, even when its caller is gone. */
  #pass(name: CallName, request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#upstream.makeUnaryRequest(path(name), raw, raw, request, new Metadata(), (error, answer) =>
        error ? reject(error) : resolve(answer!),
      );
    });
  }
}
