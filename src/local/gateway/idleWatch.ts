import type http from 'node:http';

/** How long nothing may happen on a connection while its request or its answer is on the way. Milliseconds. */
export interface IdleLimits {
  /** No byte of the request comes. */
  request: number;
  /** No byte of the answer is taken. */
  answer: number;
}

interface Watched {
  raw: http.IncomingMessage;
  response: http.ServerResponse;
  /** Ends the waiting for the request's body. */
  onStalled: () => void;
  read: number;
  written: number;
  since: number;
}

/**
 * Looks after the connections on which a request or its answer is on the way. A caller that stops half way gets the
 * error of a time-out, or its connection is closed; time in which the account itself is at work does not count.
 */
export class IdleWatch {
  readonly #watched = new Set<Watched>();
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly limits: IdleLimits) {
    this.#timer = setInterval(() => this.#look(Date.now()), Math.min(limits.request, limits.answer) / 4);
    this.#timer.unref();
  }

  /** Watches a request until its answer is finished. */
  add(raw: http.IncomingMessage, response: http.ServerResponse, onStalled: () => void): void {
    const watched = { raw, response, onStalled, read: -1, written: -1, since: Date.now() };
    this.#watched.add(watched);
    response.once('close', () => this.#watched.delete(watched));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(now: number): void {
    for (const watched of this.#watched) {
      const { raw, response } = watched;
      const { bytesRead: read, bytesWritten: written } = raw.socket;
      // Of what was written, this is what the other side took.
      const taken = written - response.writableLength;
      if (read !== watched.read || taken !== watched.written) {
        Object.assign(watched, { read, written: taken, since: now });
        continue;
      }
      const idle = now - watched.since;
      if (!raw.complete && idle >= this.limits.request) {
        this.#watched.delete(watched);
        watched.onStalled();
      } else if (response.writableLength > 0 && idle >= this.limits.answer) response.destroy();
    }
  }
}
