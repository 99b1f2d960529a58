import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { DeployEvent } from '../../src/layers';
import { DeployView, describeOutcome } from '../../src/up/deployView';

/** What a view writes to a pipe, or to a terminal. */
function shown(events: DeployEvent[], isTTY = false): string {
  let text = '';
  const out = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const view = new DeployView(Object.assign(out, { isTTY, columns: 80 }) as unknown as NodeJS.WriteStream);
  for (const event of events) view.on(event);
  view.end();
  return stripVTControlCharacters(text);
}

const outcome = { layer: 'catalog', result: 'applied', add: 9, change: 0, remove: 0, ms: 14_200 } as const;
const events: DeployEvent[] = [
  { layer: 'catalog', type: 'planning' },
  { layer: 'catalog', type: 'planned', add: 9, change: 0, remove: 0 },
  { layer: 'catalog', type: 'resource', address: 'aws_x.one', action: 'create', state: 'done', ms: 1 },
  { layer: 'catalog', type: 'done', outcome },
];

test('in a log: a line for each step that matters', () => {
  expect(shown(events)).toBe('  catalog: planning\n  catalog: 9 to add\n✓ catalog: 9 added (14.2 s)\n');
});

test('on a terminal: one line that is rewritten, and one that stays', () => {
  const lines = shown(events, true).split('\n');
  expect(lines[0]).toContain('… catalog: planning');
  expect(lines[0]).toMatch(/✓ catalog: 9 added \(14\.2 s\)$/);
  expect(lines).toHaveLength(2);
});

test('a layer that failed is marked', () => {
  expect(
    shown([...events.slice(0, 2), { layer: 'catalog', type: 'failed', error: new Error('x') }]),
  ).toContain('✗ catalog');
});

test('outcomes in words', () => {
  const say = (changes: object) => stripVTControlCharacters(describeOutcome({ ...outcome, ...changes }));
  expect(say({ result: 'unchanged', add: 0 })).toBe('catalog: as it should be (14.2 s)');
  expect(say({ add: 1, change: 2, remove: 3 })).toBe('catalog: 1 added, 2 changed, 3 removed (14.2 s)');
  expect(say({ result: 'destroyed', add: 0, remove: 9 })).toBe('catalog: 9 removed (14.2 s)');
});
