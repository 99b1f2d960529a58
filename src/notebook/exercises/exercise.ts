import type { QueryResult } from '../../athena/query';
import type { Clients } from '../../target/clients';
import type { Role, RoleName } from '../../target/roles';
import type { Target } from '../../target/target';

/** What a checker may look at: the living lakehouse, never a stored answer. */
export interface Lakehouse {
  target: Target;
  clients(role: Role): Promise<Clients>;
  /** Asks Athena, in database `lakehouse` unless told otherwise. @throws QueryFailed */
  ask(sql: string, options?: { as?: RoleName; database?: string }): Promise<QueryResult>;
}

/** True, or what is wrong with the answer in one sentence, without giving it away. */
export type Verdict = true | string;

export interface Exercise {
  /** Lesson and number, `03.2`. */
  id: string;
  question: string;
  /** Told one after the other, one a wrong answer. */
  hints: readonly string[];
  /** A way to the answer: code for a notebook's cell, whose last value is the answer. */
  solution: string;
  check(answer: unknown, lakehouse: Lakehouse): Promise<Verdict>;
}

/** A number that a learner gave, in whatever form. */
export function numberOf(answer: unknown): number | undefined {
  if (typeof answer === 'number' || typeof answer === 'bigint') return Number(answer);
  if (typeof answer !== 'string' || answer.trim() === '') return undefined;
  const value = Number(answer.replaceAll(',', ''));
  return Number.isNaN(value) ? undefined : value;
}

/** A text that a learner gave, without regard to case and spaces around it. */
export const textOf = (answer: unknown): string | undefined =>
  typeof answer === 'string' ? answer.trim().toLowerCase() : undefined;

/** Names that a learner gave, sorted. */
export const namesOf = (answer: unknown): string[] | undefined =>
  Array.isArray(answer) && answer.every((name) => typeof name === 'string')
    ? answer.map((name: string) => name.trim().toLowerCase()).sort()
    : undefined;
