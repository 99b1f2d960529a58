import { type ChildProcess, spawn } from 'node:child_process';

/** The plugin protocol that the pass-through speaks. */
const PROTOCOL = 5;
const START_MS = 60_000;
/** How much of a provider's last words an error tells. */
const SAID_CHARACTERS = 2000;

/** What a provider in debug mode says of itself. Source: Terraform, "Debugger-Based Debugging", `TF_REATTACH_PROVIDERS`. */
export interface Reattach {
  Protocol: string;
  ProtocolVersion: number;
  Pid: number;
  Test: boolean;
  Addr: { Network: string; String: string };
}

/** A provider that goes on running, for many runs of Terraform. It ends with this process, however that ends. */
export class RunningProvider {
  readonly exited: Promise<void>;

  private constructor(
    private readonly shell: ChildProcess,
    readonly pid: number,
    /** Its unix socket. */
    readonly socket: string,
  ) {
    this.exited = new Promise((resolve) => shell.once('exit', () => resolve()));
  }

  /**
   * @param binary the provider's program
   * @param folder for its socket; only this user may enter it
   * @param env with the credentials and the address of the account
   * @throws Error when it does not start, or speaks another protocol
   */
  static async start(binary: string, folder: string, env: Record<string, string>): Promise<RunningProvider> {
    // A provider in debug mode waits for ever. So a shell ends it at the end of its input, which comes with ours.
    const script =
      'exec 3<&0; "$0" -debug </dev/null & child=$!; (cat <&3 >/dev/null; kill "$child" 2>/dev/null) & wait "$child"; kill $! 2>/dev/null';
    const shell = spawn('/bin/sh', ['-c', script, binary], {
      // With a bundle of certificates of its own, a second Configure fails.
      env: {
        ...without(env, 'AWS_CA_BUNDLE'),
        PLUGIN_UNIX_SOCKET_DIR: folder,
        TF_LOG: 'ERROR',
        TF_LOG_SDK: 'ERROR',
        TF_LOG_PROVIDER: 'ERROR',
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    shell.stdin!.on('error', () => undefined);
    // In debug mode a provider logs each of its HTTP calls, whatever it is told. So only what it says at its start is of use.
    let said = '';
    shell.stderr!.on('data', (data: Buffer) => {
      said = (said + data.toString('utf8')).slice(-SAID_CHARACTERS);
    });
    const { Pid, Addr } = await reattachOf(shell, () => said);
    return new RunningProvider(shell, Pid, Addr.String);
  }

  async stop(): Promise<void> {
    this.shell.stdin!.end();
    await this.exited;
  }
}

const without = (env: Record<string, string>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([key]) => key !== name));

/** Reads the line with which a provider tells where it listens. */
function reattachOf(shell: ChildProcess, errors: () => string): Promise<Reattach> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(
      () => fail(`did not say within ${START_MS / 1000} s where it listens`),
      START_MS,
    );
    const fail = (why: string) => {
      clearTimeout(timer);
      shell.stdin!.end();
      reject(new Error(`the provider ${why}${errors() && `: ${errors()}`}`));
    };
    shell.once('error', (error) => fail(error.message));
    shell.once('exit', () => fail('ended before it listened'));
    shell.stdout!.on('data', (data: Buffer) => {
      printed += data.toString('utf8');
      const line = /TF_REATTACH_PROVIDERS='(.*)'/.exec(printed);
      if (!line) return;
      const [found] = Object.values(JSON.parse(line[1]!) as Record<string, Reattach>);
      if (found?.Protocol !== 'grpc' || found.ProtocolVersion !== PROTOCOL || found.Addr.Network !== 'unix')
        return fail('speaks another protocol');
      clearTimeout(timer);
      shell.removeAllListeners('exit');
      shell.stdout!.removeAllListeners('data').resume();
      resolve(found);
    });
  });
}
