import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const CHANNELS = ['shell', 'iopub', 'stdin', 'control', 'hb'] as const;

/** Where a kernel listens, and the key that both sides sign with. */
export interface Connection {
  /** The connection file, for the kernel. */
  file: string;
  key: string;
  address(channel: (typeof CHANNELS)[number]): string;
  remove(): void;
}

/**
 * A connection over Unix sockets in a folder of its own: there is no free port to look for, hence none that another
 * process can take before the kernel does.
 */
export function newConnection(): Connection {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lhnb-'));
  const file = path.join(folder, 'kernel.json');
  const ip = path.join(folder, 's');
  const key = randomUUID();
  const ports = Object.fromEntries(CHANNELS.map((channel, i) => [`${channel}_port`, i + 1]));
  fs.writeFileSync(
    file,
    JSON.stringify({ transport: 'ipc', ip, key, signature_scheme: 'hmac-sha256', ...ports }),
    { mode: 0o600 },
  );
  return {
    file,
    key,
    // The kernel puts the address together in this way whatever the transport; jupyter_client would write `-` for `:`.
    address: (channel) => `ipc://${ip}:${CHANNELS.indexOf(channel) + 1}`,
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}
