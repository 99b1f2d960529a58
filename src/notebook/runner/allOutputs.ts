import { createRequire } from 'node:module';

/**
 * Makes the kernel publish all that a cell prints. tslab does not wait for a message to be sent before it sends the
 * next; zeromq sends 512 of them at once, then one at a time, and refuses the others: a cell that prints a thousand lines
 * loses half. A publisher never waits for its readers, so nothing speaks against sending all of them at once.
 * To be called before the kernel is loaded.
 */
export function keepAllOutputs(): void {
  const zeromq = createRequire(require.resolve('tslab'))('zeromq') as {
    Publisher: new (options?: object) => object;
  };
  const { Publisher } = zeromq;
  zeromq.Publisher = class extends Publisher {
    constructor(options?: object) {
      super({ ...options, sendTimeout: 0, sendHighWaterMark: 0 });
    }
  };
}
