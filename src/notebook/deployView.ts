import { type DeployEvent, type LayerName, outcomeInWords, plannedInWords } from '../layers';
import type { View } from './display';
import { html } from './html';

interface Thing {
  layer: LayerName;
  address: string;
  action: string;
  state: 'started' | 'running' | 'done' | 'failed';
  ms: number;
}

/** A longer list is folded away when all is done. */
const FEW = 10;

/** What has become of layers so far, gathered from the events of a deployment. */
export class DeployProgress {
  readonly #layers = new Map<LayerName, string>();
  readonly #things = new Map<string, Thing>();
  readonly #working = new Set<LayerName>();

  on(event: DeployEvent): void {
    const { layer } = event;
    if (event.type === 'done' || event.type === 'failed') this.#working.delete(layer);
    else this.#working.add(layer);
    if (event.type === 'planning') this.#layers.set(layer, 'planning');
    else if (event.type === 'planned') this.#layers.set(layer, plannedInWords(event));
    else if (event.type === 'resource') this.#things.set(`${layer}/${event.address}`, event);
    else
      this.#layers.set(
        layer,
        event.type === 'done' ? `${outcomeInWords(event.outcome)} (${seconds(event.outcome.ms)})` : 'failed',
      );
  }

  view(): View {
    const layers = [...this.#layers].map(([layer, state]) => `${layer}: ${state}`);
    const things = [...this.#things.values()];
    const rows = things.map(
      ({
        address,
        action,
        state,
        ms,
      }) => html`<tr><td style="padding:1px 10px;text-align:left">${SIGN[state]}</td>
<td style="padding:1px 10px;text-align:left"><code>${address}</code></td><td style="padding:1px 10px;text-align:left">${action}</td>
<td style="padding:1px 10px;text-align:right;white-space:nowrap">${seconds(ms)}</td></tr>`,
    );
    const isOpen = this.#working.size > 0 || things.length <= FEW;
    return {
      text: layers.join('\n'),
      html: html`<div style="font-size:13px">${layers.map((text) => html`<div><b>${text}</b></div>`)}${
        things.length > 0 &&
        html`<details${isOpen && ' open'}><summary>${things.length} ${things.length === 1 ? 'thing' : 'things'}</summary><table>${rows}</table></details>`
      }</div>`,
    };
  }
}

const SIGN = { started: '…', running: '…', done: '✓', failed: '✗' } as const;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
