import MarkdownIt from 'markdown-it';

const BEGIN = '<!-- BEGIN EXIT_CRITERIA -->';
const END = '<!-- END EXIT_CRITERIA -->';

/** The block of a page between (and without) its markers, by line numbers from 0. */
export interface ExitCriteriaBlock {
  /** First line after BEGIN. */
  start: number;
  /** Line of END. */
  end: number;
  /** Its lines with `\n` between them, whatever the page's line ends are. */
  text: string;
}

/** A page whose block is missing, doubled, unclosed, or other than the plan's. */
export class ExitCriteriaError extends Error {
  constructor(
    readonly page: string,
    problem: string,
    readonly diff = '',
  ) {
    super(`${page}: ${problem}${diff ? `\n${diff}` : ''}`);
    this.name = 'ExitCriteriaError';
  }
}

/** Lines of a page on which a marker stands as an HTML block of its own; markers inside code or prose do not count. */
function markerLines(markdown: string, marker: string): number[] {
  const lines = markdown.split('\n');
  return new MarkdownIt({ html: true })
    .parse(markdown, {})
    .filter((token) => token.type === 'html_block' && token.map !== null)
    .flatMap((token) => {
      const [from, to] = token.map!;
      return lines.slice(from, to).flatMap((line, i) => (line.trim() === marker ? [from + i] : []));
    });
}

/** Finds the one block of a page. @throws ExitCriteriaError when there is none, more than one, or one without its end */
export function findBlock(page: string, markdown: string): ExitCriteriaBlock {
  const begins = markerLines(markdown, BEGIN);
  const ends = markerLines(markdown, END);
  if (begins.length === 0) throw new ExitCriteriaError(page, `the block is missing: no line ${BEGIN}`);
  if (begins.length > 1)
    throw new ExitCriteriaError(
      page,
      `the block is there ${begins.length} times (lines ${begins.map((n) => n + 1).join(', ')})`,
    );
  const start = begins[0]! + 1;
  const end = ends[0];
  if (ends.length > 1)
    throw new ExitCriteriaError(
      page,
      `the block is closed ${ends.length} times (lines ${ends.map((n) => n + 1).join(', ')})`,
    );
  if (end === undefined || end < start)
    throw new ExitCriteriaError(page, `the block is not closed: no line ${END} after line ${start}`);
  return { start, end, text: markdown.split(/\r?\n/).slice(start, end).join('\n') };
}

/** The page with the plan's block in place of its own; line ends of the page are kept. @throws ExitCriteriaError */
export function withBlock(page: string, markdown: string, block: string): string {
  const { start, end } = findBlock(page, markdown);
  const lines = markdown.split('\n');
  const lineEnd = lines[start - 1]!.endsWith('\r') ? '\r' : '';
  const inserted = block === '' ? [] : block.split('\n').map((line) => line + lineEnd);
  return [...lines.slice(0, start), ...inserted, ...lines.slice(end)].join('\n');
}

/** @throws ExitCriteriaError with a line diff when the page's block is not the plan's */
export function assertSame(page: string, markdown: string, block: string): void {
  const { text, start } = findBlock(page, markdown);
  if (text === block) return;
  const want = block.split('\n');
  const have = text.split('\n');
  const length = Math.max(want.length, have.length);
  const width = Math.max('plan.md'.length, `line ${start + length}`.length);
  const diff = Array.from({ length }, (_, i) => {
    if (want[i] === have[i]) return [];
    return [
      ...(have[i] === undefined ? [] : [`  ${`line ${start + i + 1}`.padEnd(width)} - ${have[i]}`]),
      ...(want[i] === undefined ? [] : [`  ${'plan.md'.padEnd(width)} + ${want[i]}`]),
    ];
  }).flat();
  throw new ExitCriteriaError(
    page,
    'the block differs from plan.md (edit plan.md, then run `make sync`)',
    diff.join('\n'),
  );
}
