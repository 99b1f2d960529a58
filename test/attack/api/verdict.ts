import type { RawAnswer } from '../../local/gateway/account';

/** What every answer is held against. All give undefined when it held, else one sentence. */

/** Text of the machine that no caller may see: folders, source files, stacks, words of Python, Node or DuckDB. */
const MACHINE: [RegExp, string][] = [
  [/\/(?:tmp|work|home|root|usr|var|Users|opt)\/[\w.+-]+\//, 'a path of the machine'],
  [/lakehouse-gateway-\w+/, "the account's folder"],
  [/\b[\w./-]+\.(?:ts|js|mjs|py):\d+|File "[^"]+", line \d+/, 'a place in a source file'],
  [/Traceback|^ {4}at \S+ \(|node:internal|site-packages|node_modules/m, 'a stack'],
  [
    /\b(?:TypeError|KeyError|AttributeError|ValueError|RangeError|ReferenceError|IndexError|ERR_[A-Z_]+)\b/,
    'a word of Python or Node',
  ],
  [
    /NoneType|object has no attribute|Cannot read propert|is not a function|is not iterable/,
    'a word of a language',
  ],
  [
    /duckdb|Binder Error|Catalog Error|Parser Error|Conversion Error|INTERNAL Error|IO Error/i,
    "DuckDB's words",
  ],
];

/** No answer may be 5xx, or say anything of the machine. */
export function sound({ status, body, headers }: RawAnswer): string | undefined {
  if (status >= 500) return `it was answered ${status}: ${short(body)}`;
  const text = `${body}\n${Object.values(headers).join('\n')}`;
  for (const [pattern, what] of MACHINE) {
    const found = pattern.exec(text);
    if (found)
      return `the answer (${status}) holds ${what}: ${short(text.slice(Math.max(0, found.index - 30)))}`;
  }
  return undefined;
}

/** It must have been refused, and its refusal be sound. */
export function refused(answer: RawAnswer): string | undefined {
  if (answer.status >= 400) return sound(answer);
  return `it was answered ${answer.status}: ${short(answer.body)}`;
}

/** Refused by who may not, not by what is not there. Only for things that are there. */
export function answered(answer: RawAnswer): string | undefined {
  return answer.status < 300 ? sound(answer) : `it was refused with ${answer.status}: ${short(answer.body)}`;
}

export const short = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 200);
