/**
 * How sure it is that the local account behaves as AWS does: `measured` on a real account by somebody who published it,
 * `documented` by AWS (guides, API references, service models), or `assumed` from the rest.
 */
export type Mark = 'measured' | 'documented' | 'assumed';

/** One behaviour of one operation, in words that a reader can hold against AWS. */
export interface Behaviour {
  /** The API's name of the operation, or for SQL the kind of statement. */
  operation: string;
  behaviour: string;
  mark: Mark;
  /** Where it is measured or documented. */
  source?: string;
  /** What AWS does, where it is known to be something else. */
  differs?: string;
  /** The conformance case that asks AWS. */
  case?: string;
  /** For an assumed behaviour without a case: why none asks. */
  unchecked?: string;
}

/** Behaviours by the operation that they belong to. */
export type Behaviours = Readonly<Record<string, readonly Omit<Behaviour, 'operation'>[]>>;

/** What is told of one service. */
export interface Fidelity {
  /** As its heading: `Amazon Athena`. */
  service: string;
  /** Who answers here, and what is left out altogether. */
  about: string;
  /** Every operation that the service answers, from its own table. */
  operations: readonly string[];
  behaviours: readonly Behaviour[];
}

/** @param operations the service's own names, so that what it answers and what is told of it can be held together */
export function fidelity(
  service: string,
  about: string,
  operations: readonly string[],
  behaviours: Behaviours,
): Fidelity {
  return {
    service,
    about,
    operations,
    behaviours: Object.entries(behaviours).flatMap(([operation, list]) =>
      list.map((behaviour) => ({ operation, ...behaviour })),
    ),
  };
}

type More = Partial<Omit<Behaviour, 'operation' | 'behaviour' | 'mark'>>;
type Told = Omit<Behaviour, 'operation'>;

/** @param source who measured it; by default the published measurements of Athena's engine version 3 */
export const measured = (behaviour: string, more: More = {}): Told => ({
  behaviour,
  mark: 'measured',
  source: 'published measurements of Athena engine version 3',
  ...more,
});

export const documented = (behaviour: string, source: string, more: More = {}): Told => ({
  behaviour,
  mark: 'documented',
  source,
  ...more,
});

/** What the conformance case `id` asks AWS. */
export const assumed = (behaviour: string, id: string, more: More = {}): Told => ({
  behaviour,
  mark: 'assumed',
  case: id,
  ...more,
});

/** What no case asks, and why. */
export const assumedUnchecked = (behaviour: string, why: string, more: More = {}): Told => ({
  behaviour,
  mark: 'assumed',
  unchecked: why,
  ...more,
});
