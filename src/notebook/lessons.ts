import type { LayerName } from '../layers';

/** One lesson of the course: a notebook of its own. */
export interface Lesson {
  /** Two digits. */
  id: string;
  /** The notebook is `notebooks/<id>-<slug>.ipynb`. */
  slug: string;
  title: string;
  /** About so long it takes, minutes. */
  minutes: number;
  /** What it starts with. */
  layers: readonly LayerName[];
  /** Whether the demo's rows must be there. */
  data: boolean;
  /** What the lesson itself deploys: taken away when it is reset. */
  deploys: readonly LayerName[];
}

const WORKING: readonly LayerName[] = ['foundation', 'catalog', 'query', 'governance'];

export const LESSONS: readonly Lesson[] = [
  { id: '00', slug: 'first-win', title: 'First win', minutes: 5, layers: WORKING, data: true, deploys: [] },
  {
    id: '01',
    slug: 'foundation',
    title: 'Foundation: accounts, roles, storage',
    minutes: 8,
    layers: [],
    data: false,
    deploys: ['foundation'],
  },
  {
    id: '02',
    slug: 'catalog',
    title: 'Catalog: tables as metadata',
    minutes: 8,
    layers: ['foundation'],
    data: false,
    deploys: ['catalog', 'query', 'governance'],
  },
  {
    id: '03',
    slug: 'ingest',
    title: 'Ingest: CSV to Iceberg to Athena',
    minutes: 8,
    layers: WORKING,
    data: true,
    deploys: [],
  },
  {
    id: '04',
    slug: 'iceberg',
    title: 'Iceberg from inside',
    minutes: 10,
    layers: WORKING,
    data: false,
    deploys: [],
  },
  {
    id: '05',
    slug: 'governance',
    title: 'Governance: who sees what, and why',
    minutes: 10,
    layers: WORKING,
    data: true,
    deploys: [],
  },
  {
    id: '06',
    slug: 'contracts-and-lineage',
    title: 'Contracts and lineage',
    minutes: 6,
    layers: WORKING,
    data: true,
    deploys: [],
  },
  {
    id: '07',
    slug: 'cost-and-guards',
    title: 'Cost and guards',
    minutes: 8,
    layers: WORKING,
    data: true,
    deploys: ['guards'],
  },
  {
    id: '08',
    slug: 'teardown',
    title: 'Teardown, and the proof',
    minutes: 5,
    layers: WORKING,
    data: true,
    deploys: [],
  },
];

/** @throws RangeError that names the lessons there are */
export function lessonOf(id: string): Lesson {
  const lesson = LESSONS.find((one) => one.id === id || Number(one.id) === Number(id) || one.slug === id);
  if (!lesson)
    throw new RangeError(`There is no lesson ${id}; there are ${LESSONS.map((one) => one.id).join(', ')}.`);
  return lesson;
}

/** Tables of the sandbox with this prefix belong to the lesson. */
export const tablePrefix = ({ id }: Pick<Lesson, 'id'>): string => `lesson_${id}_`;
