/** One line that tells what is being done: rewritten in place on a terminal, one line a phase elsewhere. */
export interface ProgressLine {
  show(text: string): void;
  clear(): void;
}

const EVERY_MS = 100;

/** @param stream usually standard error, so that results on standard output stay clean */
export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  const started = Date.now();
  let last = 0;
  let phase = '';
  return {
    show(text) {
      const name = text.replace(/[\d.,]+ .*$/, '');
      const now = Date.now();
      if (stream.isTTY) {
        if (now - last < EVERY_MS && name === phase) return;
        stream.write(`\r\x1b[2K… ${text} (${Math.round((now - started) / 1000)} s)`);
      } else if (name !== phase) stream.write(`… ${text}\n`);
      last = now;
      phase = name;
    },
    clear() {
      if (stream.isTTY && phase !== '') stream.write('\r\x1b[2K');
    },
  };
}
