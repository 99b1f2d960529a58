import pc from 'picocolors';
import { type DeployEvent, type LayerName, type Outcome, outcomeInWords, plannedInWords } from '../layers';

interface LayerState {
  phase: 'planning' | 'working' | 'done';
  planned: number;
  done: number;
  current: string;
}

const EVERY_MS = 100;

/**
 * Shows what happens to the layers: on a terminal one line that is rewritten, with every layer that is at work; a line
 * for each layer as it ends. Elsewhere a line for each step that matters.
 */
export class DeployView {
  readonly #layers = new Map<LayerName, LayerState>();
  readonly #started = Date.now();
  #last = 0;

  constructor(private readonly out: NodeJS.WriteStream = process.stderr) {}

  readonly on = (event: DeployEvent): void => {
    const state = this.#layers.get(event.layer) ?? { phase: 'planning', planned: 0, done: 0, current: '' };
    this.#layers.set(event.layer, state);
    if (event.type === 'planning') {
      if (!this.out.isTTY) this.out.write(`  ${event.layer}: planning\n`);
    } else if (event.type === 'planned') {
      state.phase = 'working';
      state.planned = event.add + event.change + event.remove;
      if (!this.out.isTTY && state.planned > 0)
        this.out.write(`  ${event.layer}: ${plannedInWords(event)}\n`);
    } else if (event.type === 'resource') {
      state.phase = 'working';
      state.current = event.address;
      if (event.state === 'done') state.done++;
    } else {
      state.phase = 'done';
      this.#clear();
      this.out.write(
        event.type === 'done'
          ? `${pc.green('✓')} ${describeOutcome(event.outcome)}\n`
          : `${pc.red('✗')} ${event.layer}\n`,
      );
      this.#layers.delete(event.layer);
    }
    this.#draw();
  };

  end(): void {
    this.#clear();
  }

  #clear(): void {
    if (this.out.isTTY) this.out.write('\r\x1b[2K');
  }

  #draw(): void {
    if (!this.out.isTTY || Date.now() - this.#last < EVERY_MS) return;
    this.#last = Date.now();
    const parts = [...this.#layers].map(([layer, state]) =>
      state.phase === 'planning'
        ? `${layer}: planning`
        : `${layer}: ${state.done}/${state.planned || '?'} ${state.current.split('.').at(-1) ?? ''}`,
    );
    const seconds = Math.round((Date.now() - this.#started) / 1000);
    this.out.write(
      `\r\x1b[2K${pc.dim(`… ${parts.join('  |  ')} (${seconds} s)`.slice(0, (this.out.columns || 100) - 1))}`,
    );
  }
}

/** `catalog: 9 added (14.2 s)`. */
export const describeOutcome = (outcome: Outcome): string =>
  `${outcome.layer}: ${outcomeInWords(outcome)} ${pc.dim(`(${(outcome.ms / 1000).toFixed(1)} s)`)}`;
