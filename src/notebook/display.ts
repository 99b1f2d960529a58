import { inspect } from 'node:util';
import type { Html } from './html';

/** One thing to look at, in every form that it has; the plain text is for terminals, logs and readers of files. */
export interface View {
  text: string;
  html?: Html;
  svg?: string;
}

/** A place that is written anew while something goes on. */
export interface LiveView {
  update(view: View): void;
}

/** What tslab's kernel takes: a bundle of forms, of which the reader's program chooses. Source: Jupyter, "display_data". */
interface Kernel {
  lastWriteDisplayData:
    | ((
        message: { data: Record<string, string>; metadata: object; transient: { display_id?: string } },
        update?: boolean,
      ) => void)
    | null;
}

/** Shows a view where the code runs: in a notebook's cell, else as text on standard output. */
export function show(view: View): void {
  const kernel = runningKernel();
  if (kernel) kernel.lastWriteDisplayData!({ data: bundle(view), metadata: {}, transient: {} });
  else console.log(view.text);
}

/** Shows a view that will change; outside of a notebook each line is printed as it comes. */
export function showLive(view: View): LiveView {
  const kernel = runningKernel();
  if (!kernel) return new Printed(view);
  const display_id = `lakehouse-${process.pid}-${++views}`;
  const write = (next: View, update: boolean) =>
    kernel.lastWriteDisplayData!({ data: bundle(next), metadata: {}, transient: { display_id } }, update);
  write(view, false);
  return { update: (next) => write(next, true) };
}

let views = 0;

/** Each line once: a view that grows, or of which one line changes, is not printed again and again. */
class Printed implements LiveView {
  #lines: string[] = [];
  constructor(view: View) {
    this.update(view);
  }
  update({ text }: View): void {
    const lines = text.split('\n');
    for (const line of lines) if (line !== '' && !this.#lines.includes(line)) console.log(line);
    this.#lines = lines;
  }
}

const bundle = ({ text, html, svg }: View): Record<string, string> => ({
  'text/plain': text,
  ...(html ? { 'text/html': html.text } : {}),
  ...(svg ? { 'image/svg+xml': svg } : {}),
});

/** tslab shows one form a call by its public interface; the one below takes a bundle. Undefined outside of its kernel. */
function runningKernel(): Kernel | undefined {
  const file = Object.keys(require.cache).find((name) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(name));
  const kernel = file === undefined ? undefined : (require.cache[file]?.exports as Kernel | undefined);
  return kernel?.lastWriteDisplayData ? kernel : undefined;
}

/** A value that has been shown: where a cell ends with it, the kernel prints no more than how to go on with it. */
export function shown<T extends object>(value: T, summary: string): T {
  return Object.defineProperty(value, inspect.custom, { value: () => summary, enumerable: false });
}
