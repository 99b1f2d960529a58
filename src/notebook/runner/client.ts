import { randomUUID } from 'node:crypto';
import type { Dealer, Subscriber } from 'zeromq';
import { CliError } from '../../cliError';
import type { Connection } from './connection';
import { decode, encode, type Message, request } from './message';

/** How long a round trip may take before it is asked again: a message on `iopub` can be lost, one on `shell` cannot. */
const FIRST_MS = 50;
const LOST_MS = 1000;

interface Waiting {
  reply?: (message: Message) => void;
  idle?: () => void;
  output?: (message: Message) => void;
}

/**
 * A client of one kernel: requests and replies on `shell`, outputs and states on `iopub`. Neither the heartbeat nor
 * `control` is used: the kernel is our child, so that its end is seen and it is interrupted by a signal.
 */
export class KernelClient {
  readonly #session = randomUUID();
  readonly #waiting = new Map<string, Waiting>();

  private constructor(
    private readonly shell: Dealer,
    private readonly iopub: Subscriber,
    private readonly key: string,
    private readonly fail: (error: Error) => void,
  ) {
    void this.#read(shell, (message) => this.#of(message)?.reply?.(message));
    void this.#read(iopub, (message) => {
      if (message.header.msg_type !== 'status') this.#of(message)?.output?.(message);
      else if (message.content.execution_state === 'idle') this.#of(message)?.idle?.();
    });
  }

  /**
   * @param fail is told of messages that cannot be read; nothing is answered any more then
   * @throws CliError when the part of the set-up that brings zeromq is not installed
   */
  static async connect(connection: Connection, fail: (error: Error) => void): Promise<KernelClient> {
    const { Dealer, Subscriber } = await import('zeromq').catch(() => {
      throw new CliError(
        'What notebooks run on is not installed yet.',
        'Run `make notebooks-run`, which installs it.',
      );
    });
    // A socket that waits for the kernel to listen looks often, and is not waited for when all is over.
    const options = { linger: 0, reconnectInterval: 10 };
    const shell = new Dealer(options);
    const iopub = new Subscriber({ ...options, receiveHighWaterMark: 0 });
    shell.connect(connection.address('shell'));
    iopub.connect(connection.address('iopub'));
    iopub.subscribe();
    return new KernelClient(shell, iopub, connection.key, fail);
  }

  /** Waits until the kernel answers on both channels. */
  async ready(): Promise<void> {
    await this.roundTrip(FIRST_MS);
  }

  /**
   * Asks for `kernel_info` and waits for the answer and for the kernel to be idle: all that it published before has
   * arrived then.
   */
  async roundTrip(againMs = LOST_MS): Promise<void> {
    let again: NodeJS.Timeout | undefined;
    const asked: string[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        const ask = () => {
          let missing = 2;
          const one = () => {
            if (--missing === 0) resolve();
          };
          this.#send('kernel_info_request', {}, { reply: one, idle: one }).then(
            (id) => asked.push(id),
            reject,
          );
        };
        ask();
        again = setInterval(ask, againMs);
      });
    } finally {
      clearInterval(again);
      for (const id of asked) this.#waiting.delete(id);
    }
  }

  /**
   * Runs a cell.
   * @param output is called for what the cell publishes, also for what comes after the reply
   * @returns the reply's content
   */
  async execute(code: string, output: (message: Message) => void): Promise<Message['content']> {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    const reply = await new Promise<Message>((resolve, reject) => {
      this.#send('execute_request', { ...content, stop_on_error: false }, { reply: resolve, output }).catch(
        reject,
      );
    });
    return reply.content;
  }

  close(): void {
    this.shell.close();
    this.iopub.close();
  }

  #of({ parent }: Message): Waiting | undefined {
    return this.#waiting.get(parent.msg_id ?? '');
  }

  async #send(type: string, content: Message['content'], waiting: Waiting): Promise<string> {
    const message = request(type, content, this.#session);
    this.#waiting.set(message.header.msg_id, waiting);
    await this.shell.send(encode(message, this.key));
    return message.header.msg_id;
  }

  async #read(socket: Dealer | Subscriber, take: (message: Message) => void): Promise<void> {
    try {
      for await (const frames of socket) take(decode(frames, this.key));
    } catch (error) {
      if (!socket.closed) this.fail(error as Error);
    }
  }
}
