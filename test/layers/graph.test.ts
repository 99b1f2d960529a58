import { describe, expect, test } from 'vitest';
import { CliError } from '../../src/cliError';
import { inOrder, LAYERS, type LayerName, NEEDS, withNeeds } from '../../src/layers/graph';

/** Work that is finished by hand, and what was begun so far. */
function byHand() {
  const begun: LayerName[] = [];
  const ends = new Map<LayerName, { resolve: () => void; reject: (error: unknown) => void }>();
  const work = (layer: LayerName) =>
    new Promise<void>((resolve, reject) => {
      begun.push(layer);
      ends.set(layer, { resolve, reject });
    });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    begun,
    work,
    end: async (layer: LayerName) => {
      ends.get(layer)!.resolve();
      await settled();
    },
    fail: async (layer: LayerName, error: unknown) => {
      ends.get(layer)!.reject(error);
      await settled();
    },
  };
}

describe('withNeeds', () => {
  test('adds what a layer stands on, before it', () => {
    expect(withNeeds(['governance'])).toEqual(['foundation', 'catalog', 'governance']);
    expect(withNeeds(['query'])).toEqual(['foundation', 'query']);
  });
  test('puts every layer after its needs', () => {
    const all = withNeeds(LAYERS);
    expect([...all].sort()).toEqual([...LAYERS].sort());
    for (const layer of all)
      for (const need of NEEDS[layer]) expect(all.indexOf(need)).toBeLessThan(all.indexOf(layer));
  });
});

describe('inOrder', () => {
  test('begins a layer when its needs are done, side by side with others', async () => {
    const { begun, work, end } = byHand();
    const done = inOrder(withNeeds(LAYERS), work);
    expect(begun).toEqual(['foundation']);
    await end('foundation');
    expect(begun).toEqual(['foundation', 'guards', 'catalog', 'query']);
    await end('query');
    expect(begun).not.toContain('governance');
    await end('catalog');
    expect(begun).toContain('governance');
    await end('governance');
    await end('guards');
    await done;
  });
  test('reverse: a layer goes when nothing stands on it any more', async () => {
    const { begun, work, end } = byHand();
    const done = inOrder(LAYERS, work, { reverse: true });
    expect(begun).toEqual(['guards', 'query', 'governance']);
    await end('governance');
    expect(begun).toContain('catalog');
    expect(begun).not.toContain('foundation');
    for (const layer of ['catalog', 'query', 'guards'] as const) await end(layer);
    await end('foundation');
    await done;
  });
  test('reverse with some layers only: what is not there holds nothing up', async () => {
    const { begun, work, end } = byHand();
    const done = inOrder(['foundation', 'catalog'], work, { reverse: true });
    expect(begun).toEqual(['catalog']);
    await end('catalog');
    await end('foundation');
    await done;
  });
  test('after a failure nothing more begins, and what runs is waited for', async () => {
    const { begun, work, end, fail } = byHand();
    let over = false;
    const done = inOrder(withNeeds(LAYERS), work).finally(() => {
      over = true;
    });
    const failure = new CliError('no');
    const caught = expect(done).rejects.toBe(failure);
    await end('foundation');
    await fail('catalog', failure);
    expect(over).toBe(false);
    await end('query');
    await end('guards');
    await caught;
    expect(begun).not.toContain('governance');
  });
  test('two failures are told together', async () => {
    const { work, end, fail } = byHand();
    const caught = expect(inOrder(withNeeds(LAYERS), work)).rejects.toMatchObject({
      message: 'one\ntwo',
      hint: 'do',
    });
    await end('foundation');
    await fail('catalog', new CliError('one', 'do'));
    await fail('query', new CliError('two'));
    await end('guards');
    await caught;
  });
});
