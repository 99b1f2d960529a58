import type { Message } from './message';
import type { Output } from './notebook';

type Data = Record<string, unknown>;

/** Gathers what the kernel publishes for one cell, as Jupyter would show it. */
export class Outputs {
  readonly all: Output[] = [];
  #clear = false;

  /** @param displays what the notebook's cells have shown so far, by id: a later cell may change it */
  constructor(private readonly displays: Map<string, { data: Data }> = new Map()) {}

  /** Takes a message of the channel `iopub`; status messages and the like change nothing. */
  take({ header, content }: Message): void {
    switch (header.msg_type) {
      case 'stream':
        this.#stream(String(content.name), String(content.text));
        break;
      case 'display_data':
      case 'execute_result':
        this.#display(header.msg_type, content);
        break;
      case 'update_display_data':
        this.#update(content);
        break;
      case 'error':
        this.#add({
          output_type: 'error',
          ename: String(content.ename),
          evalue: String(content.evalue),
          traceback: Array.isArray(content.traceback) ? content.traceback.map(String) : [],
        });
        break;
      case 'clear_output':
        if (content.wait) this.#clear = true;
        else this.all.length = 0;
    }
  }

  #add(output: Output): void {
    if (this.#clear) this.all.length = 0;
    this.#clear = false;
    this.all.push(output);
  }

  #stream(name: string, text: string): void {
    const last = this.all.at(-1);
    if (!this.#clear && last?.output_type === 'stream' && last.name === name) last.text += text;
    else this.#add({ output_type: 'stream', name, text });
  }

  #display(type: 'display_data' | 'execute_result', content: Data): void {
    const output = {
      output_type: type,
      data: (content.data ?? {}) as Data,
      metadata: (content.metadata ?? {}) as Data,
      ...(type === 'execute_result' ? { execution_count: Number(content.execution_count ?? 0) } : {}),
    };
    this.#add(output);
    const id = displayId(content);
    if (id) this.displays.set(id, output);
  }

  #update(content: Data): void {
    const output = this.displays.get(displayId(content) ?? '');
    if (output) output.data = (content.data ?? {}) as Data;
  }
}

const displayId = ({ transient }: Data): string | undefined =>
  (transient as { display_id?: string } | undefined)?.display_id;

/** Outputs as plain text, for a log. */
export function textOf(outputs: readonly Output[]): string {
  return outputs
    .map((output) => {
      if (output.output_type === 'stream') return output.text;
      if (output.output_type === 'error') return `${output.ename}: ${output.evalue}`;
      const text = output.data['text/plain'] ?? output.data['text/markdown'];
      return text === undefined ? `(${Object.keys(output.data).join(', ')})` : [text].flat().join('');
    })
    .map((text) => (text.endsWith('\n') ? text : `${text}\n`))
    .join('');
}
