import type { Store } from '../store/store';
import type { MetricDatum, Metrics } from './metrics';
import type { Moto } from './moto';

interface Row {
  namespace: string;
  data: (Omit<MetricDatum, 'at'> & { at: number })[];
}

const KEPT_MS = 15 * 86_400_000;

/** Data points of AWS's own namespaces: kept in the store, and put into moto's CloudWatch, again after every replay. */
export class CloudWatchMetrics implements Metrics {
  readonly #rows;
  #moto: Moto | undefined;
  #count = 0;

  constructor(
    store: Store,
    private readonly region: string,
  ) {
    this.#rows = store.table<Row>('metrics');
  }

  async put(namespace: string, data: MetricDatum[]): Promise<void> {
    const row: Row = { namespace, data: data.map((datum) => ({ ...datum, at: datum.at.getTime() / 1000 })) };
    this.#rows.put(`${String(Date.now()).padStart(15, '0')}-${process.pid}-${this.#count++}`, row);
    if (this.#moto) await this.#publish(this.#moto, row);
  }

  /** Puts all that is kept into a moto that has just been replayed, and forgets what is too old. */
  async publishTo(moto: Moto): Promise<void> {
    const oldest = String(Date.now() - KEPT_MS).padStart(15, '0');
    for (const { key, value } of this.#rows.list()) {
      if (key < oldest) this.#rows.remove(key);
      else await this.#publish(moto, value);
    }
    this.#moto = moto;
  }

  async #publish(moto: Moto, row: Row): Promise<void> {
    await moto.control('publish-metrics', { region: this.region, ...row });
  }
}
