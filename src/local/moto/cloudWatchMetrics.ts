import type { Claim } from '../claim/claim';
import type { Store } from '../store/store';
import type { MetricDatum, Metrics } from './metrics';
import type { Moto } from './moto';

interface Row {
  namespace: string;
  data: (Omit<MetricDatum, 'at'> & { at: number })[];
}

const KEPT_MS = 15 * 86_400_000;
/** Rows that are published by one call. */
const BATCH = 500;
/** The longest that a call to CloudWatch waits for points that are on their way. Milliseconds. */
const WAIT_MS = 5_000;

const keyOf = (stamp: number): string => String(stamp).padStart(15, '0');

/**
 * Data points of AWS's own namespaces: kept in the store, and put into moto's CloudWatch in the background. Keys of rows
 * rise; moto's launcher, and each checkpoint, knows the last one that is there, so none is published twice.
 */
export class CloudWatchMetrics implements Metrics {
  readonly #rows;
  #moto: Moto | undefined;
  /** The stamp of the last key. Milliseconds since 1970, or more, where rows come faster. */
  #last: number;
  /** The key of the last row that moto has. */
  #upTo = '';
  /** Rows that moto may not have yet, in order. */
  #waiting: { key: string; value: Row }[] = [];
  #publishing: Promise<void> | undefined;

  constructor(
    store: Store,
    private readonly region: string,
  ) {
    this.#rows = store.table<Row>('metrics');
    this.#last = Number.parseInt(this.#rows.list().at(-1)?.key ?? '0', 10);
  }

  async put(namespace: string, data: MetricDatum[]): Promise<void> {
    const row: Row = { namespace, data: data.map((datum) => ({ ...datum, at: datum.at.getTime() / 1000 })) };
    this.#last = Math.max(Date.now(), this.#last + 1);
    const key = keyOf(this.#last);
    this.#rows.put(key, row);
    this.#waiting.push({ key, value: row });
    this.#publishInBackground();
  }

  /** Puts all into a moto that has just been started that it does not have, and forgets what is too old. */
  async publishTo(moto: Moto): Promise<void> {
    await this.#publishing;
    const { upTo } = await moto.control<{ upTo: string }>('published-metrics', {});
    // A store that lost its last rows must not reuse their keys: moto would take the new ones for published.
    this.#last = Math.max(this.#last, Number.parseInt(upTo || '0', 10));
    const oldest = keyOf(Date.now() - KEPT_MS);
    for (const { key } of this.#rows.list()) if (key < oldest) this.#rows.remove(key);
    this.#reached(upTo);
    this.#moto = moto;
    this.#publishInBackground();
  }

  /** Notes the last row that moto has, and what is still to be published. */
  #reached(upTo: string): void {
    this.#upTo = upTo;
    this.#waiting = this.#rows.list().filter(({ key }) => key > upTo);
  }

  /** Waits, before a call to CloudWatch, until it can see all points; for a few seconds at most. */
  async ready({ service }: Pick<Claim, 'service'>): Promise<void> {
    if (service !== 'monitoring' || !this.#publishing) return;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      this.#publishing,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, WAIT_MS);
      }),
    ]);
    clearTimeout(timer);
  }

  #publishInBackground(): void {
    const moto = this.#moto;
    if (!moto || this.#publishing) return;
    this.#publishing = this.#publish(moto)
      // The rows are in the store: the next start of moto publishes them.
      .catch((error: unknown) => console.error('metrics are not in CloudWatch yet:', error))
      .finally(() => {
        this.#publishing = undefined;
      });
  }

  async #publish(moto: Moto): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH);
      const { upTo } = await moto.control<{ upTo: string }>('publish-metrics', {
        region: this.region,
        after: this.#upTo,
        rows: batch.map(({ key, value }) => ({ key, ...value })),
      });
      const last = batch.at(-1)?.key ?? '';
      // moto was started anew meanwhile, and has less.
      if (upTo !== last) this.#reached(upTo);
      else {
        this.#upTo = upTo;
        this.#waiting = this.#waiting.filter(({ key }) => key > last);
      }
    }
  }
}
