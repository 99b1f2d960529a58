import { EXERCISES } from '../../notebook/exercises';
import { LESSONS, type Lesson } from '../../notebook/lessons';
import { type CodeCell, isCode, type Notebook, sourceOf } from '../../notebook/runner/notebook';
import { expectationOf } from '../../notebook/runner/tags';
import { type Destinations, ELSEWHERE, safeMarkdown, withoutTitle } from './markdown';
import { type Block, code, component, page, textOf } from './mdx';
import { type Asset, outputBlocks } from './outputs';

/** What is written into a notebook's metadata when it is executed. */
export interface Execution {
  /** ISO 8601. */
  executedAt: string;
  commit: string;
  target: string;
  seconds: number;
  passed: boolean;
}

/** Why a page cannot show what its cells answer now; undefined: it can. */
export type Staleness = 'never executed' | 'executed before its last change' | 'failed';

export interface LessonPage {
  mdx: string;
  assets: Asset[];
  /** Not to be published. */
  stale?: Staleness;
}

export interface LessonInputs {
  lesson: Lesson;
  /** The notebook as it is in the clone. */
  source: Notebook;
  /** The same with outputs, if it was executed. */
  executed?: Notebook;
  /** Address in the book of a file that a page shows. */
  addressOf(asset: Asset): string;
}

export const notebookName = ({ id, slug }: Pick<Lesson, 'id' | 'slug'>): string => `${id}-${slug}`;

/** The execution that a notebook tells of; undefined when its metadata tell of none. */
function executionOf({ metadata }: Notebook): Execution | undefined {
  const told = metadata.lakehouse as Partial<Execution> | undefined;
  if (typeof told?.executedAt !== 'string' || typeof told.passed !== 'boolean') return undefined;
  return {
    executedAt: told.executedAt,
    commit: String(told.commit ?? 'unknown'),
    target: String(told.target ?? 'local'),
    seconds: Number(told.seconds ?? 0),
    passed: told.passed,
  };
}

/** A notebook as a page of the book. Pure: files come as values. */
export function lessonPage({ lesson, source, executed, addressOf }: LessonInputs): LessonPage {
  const name = notebookName(lesson);
  const execution = executed && executionOf(executed);
  const stale = staleness(source, executed, execution);
  const shown = stale === undefined || stale === 'failed' ? executed! : source;
  const assets: Asset[] = [];
  const keep = (asset: Asset): string => {
    assets.push(asset);
    return addressOf(asset);
  };
  const { title, rest } = withoutTitle(cellBlocks(shown, name, keep));
  const first = rest.find((block) => block.type === 'paragraph');
  const mdx = page(
    {
      title: title ?? `${lesson.id} · ${lesson.title}`,
      sidebar_label: `${lesson.id} · ${lesson.title.split(':')[0]}`,
      sidebar_position: Number(lesson.id),
      description: first && textOf(first).replaceAll(/\s+/g, ' '),
    },
    [
      component('LessonFacts', {
        notebook: `${name}.ipynb`,
        minutes: lesson.minutes,
        stale,
        ...(stale === 'never executed' ? {} : executionProps(execution)),
      }),
      ...rest,
    ],
  );
  return { mdx, assets, stale };
}

const executionProps = (execution: Execution | undefined) =>
  execution && {
    executedAt: execution.executedAt,
    commit: execution.commit,
    target: execution.target,
    seconds: Number(execution.seconds.toFixed(1)),
  };

function staleness(
  source: Notebook,
  executed: Notebook | undefined,
  execution: Execution | undefined,
): Staleness | undefined {
  if (!executed || !execution) return 'never executed';
  if (textsOf(source) !== textsOf(executed)) return 'executed before its last change';
  return execution.passed ? undefined : 'failed';
}

/** All that a person wrote into a notebook. */
const textsOf = ({ cells }: Notebook): string =>
  JSON.stringify(cells.map((cell) => [cell.cell_type, sourceOf(cell), cell.metadata.tags ?? []]));

function cellBlocks({ cells }: Notebook, name: string, keep: (asset: Asset) => string): Block[] {
  let number = 0;
  return cells.flatMap((cell) => {
    if (cell.cell_type === 'markdown') return safeMarkdown(sourceOf(cell), BETWEEN_LESSONS);
    if (!isCode(cell)) return [];
    number += 1;
    return codeCellBlocks(cell, name, number, keep);
  });
}

function codeCellBlocks(
  cell: CodeCell,
  name: string,
  number: number,
  keep: (asset: Asset) => string,
): Block[] {
  const text = sourceOf(cell).trim();
  if (text === '') return [];
  const { raises } = expectationOf(cell, `${name}, cell ${number}`);
  const outputs = outputBlocks(cell.outputs ?? [], { notebook: name, cell: number, raises, keep });
  return [
    code('ts', text),
    ...(outputs.length > 0 ? [component('CellOutput', {}, outputs)] : []),
    ...exerciseBlocks(text),
  ];
}

/** Hints and solution, folded, of each exercise that a cell asks for. */
function exerciseBlocks(text: string): Block[] {
  const ids = [...text.matchAll(/\bexercise\(\s*["'`](\d\d\.\d+)["'`]/g)].map(([, id]) => id);
  return EXERCISES.filter(({ id }) => ids.includes(id)).flatMap(({ id, hints, solution }) => [
    ...hints.map((hint, i) => component('Folded', { summary: `${id}: hint ${i + 1}` }, safeMarkdown(hint))),
    component('Folded', { summary: `${id}: a solution` }, [code('ts', solution)]),
  ]);
}

/** Links from notebook to notebook lead from page to page; what else lies in the clone is no page. */
const BETWEEN_LESSONS: Destinations = {
  ...ELSEWHERE,
  link(url) {
    const [, name, anchor = ''] = /^(?:\.\/)?([\w-]+)\.ipynb(#.*)?$/.exec(url) ?? [];
    if (name !== undefined)
      return LESSONS.some((lesson) => notebookName(lesson) === name) ? `./${name}.mdx${anchor}` : undefined;
    return ELSEWHERE.link(url);
  },
};
