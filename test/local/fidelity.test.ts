import { describe, expect, test } from 'vitest';
import type { Behaviour } from '../../src/local/behaviour';
import { FIDELITY } from '../../src/local/fidelity';

describe.each(FIDELITY.map((told) => [told.service, told] as const))('%s', (_service, told) => {
  const named = new Set(told.behaviours.map(({ operation }) => operation));
  const name = ({ operation, behaviour }: Behaviour) => `${operation}: ${behaviour}`;

  test('something is told of every operation that is answered', () => {
    expect(told.operations.filter((operation) => !named.has(operation))).toEqual([]);
    expect(told.operations.length).toBeGreaterThan(0);
  });

  test('nothing is told of an operation that is not there', () => {
    expect([...named].filter((operation) => !told.operations.includes(operation))).toEqual([]);
  });

  test('what is measured or documented names its source', () => {
    const unsaid = told.behaviours.filter(({ mark, source }) => mark !== 'assumed' && !source);
    expect(unsaid.map(name)).toEqual([]);
  });

  test('what is assumed has a case that asks AWS, or a word why none can', () => {
    const open = told.behaviours.filter(
      (behaviour) => behaviour.mark === 'assumed' && !behaviour.case && !behaviour.unchecked,
    );
    expect(open.map(name)).toEqual([]);
  });

  test('no behaviour is told twice', () => {
    const names = told.behaviours.map(name);
    expect(names.filter((one, i) => names.indexOf(one) !== i)).toEqual([]);
  });
});
