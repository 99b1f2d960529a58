import { describe, expect, test } from 'vitest';
import { fidelityPage } from '../../src/book/fidelityPage';
import { assumed, assumedUnchecked, documented, fidelity, measured } from '../../src/local/behaviour';
import { FIDELITY } from '../../src/local/fidelity';

const SERVICE = fidelity('Amazon Example', 'Answered here.', ['GetThing', 'PutThing'], {
  GetThing: [
    measured('A missing thing: `Thing <id> {was} | not found`.', { source: 'somebody' }),
    assumed('A <thing> with {braces} | and _more_.', 'thing-braces'),
  ],
  PutThing: [
    documented('Puts it.', 'Example guide', { differs: 'AWS takes longer.' }),
    assumedUnchecked('Twice at once.', 'Nobody can tell.'),
  ],
});

const LOCAL = { 'thing-braces': { day: '2026-01-01', answer: { code: 'Missing', status: 400 } } };

describe('the fidelity page', () => {
  test('tells each behaviour in a row, the operation once', () => {
    const page = fidelityPage([SERVICE], {});
    expect(page).toContain('## Amazon Example\n\nAnswered here.\n');
    expect(page).toContain(
      '| GetThing | A missing thing: `Thing <id> {was} \\| not found`. | measured: somebody |',
    );
    expect(page).toContain('| PutThing | Puts it. | documented: Example guide | AWS takes longer. |');
    expect(page).toContain('|  | Twice at once. | assumed. Nobody can tell. |  |');
  });

  test('nothing in a text is markup, an expression or another cell', () => {
    expect(fidelityPage([SERVICE], {})).toContain('A \\<thing\\> with \\{braces\\} \\| and \\_more\\_.');
  });

  test('counts by mark, and what AWS does otherwise', () => {
    const page = fidelityPage([SERVICE], {});
    expect(page).toContain('| Amazon Example | 2 | 1 | 1 | 2 | 1 |');
    expect(page).toContain('| **All** | 2 | 1 | 1 | 2 | 1 |');
  });

  test('says that nobody has asked AWS yet', () => {
    const page = fidelityPage([SERVICE], { local: LOCAL });
    expect(page).toContain('Nobody has run it on AWS yet.');
    expect(page).toContain('assumed; case `thing-braces` asks');
  });

  test('once AWS was asked, the case is measured, and a difference is shown line by line', () => {
    const aws = { 'thing-braces': { day: '2026-02-03', answer: { code: 'NotFound', status: 400 } } };
    const page = fidelityPage([SERVICE], { local: LOCAL, aws });
    expect(page).toContain(
      'measured on 2026-02-03 (case `thing-braces`) | In case `thing-braces`, see below. |',
    );
    expect(page).toContain('### thing-braces\n\n````diff\n- code: Missing\n+ code: NotFound\n````');
    expect(page).toContain('| Amazon Example | 2 | 2 | 1 | 1 | 2 |');
    expect(page).not.toContain('Nobody has run');
  });

  test('the same answer from AWS leaves nothing to show', () => {
    const page = fidelityPage([SERVICE], { local: LOCAL, aws: LOCAL });
    expect(page).toContain('measured on 2026-01-01 (case `thing-braces`) |  |');
    expect(page).not.toContain('What AWS answered otherwise');
  });

  test('the real page has every service, and no bare brace or angle bracket outside of code', () => {
    const page = fidelityPage();
    for (const { service } of FIDELITY) expect(page).toContain(`\n## ${service}\n`);
    const text = page.replace(/````[\s\S]*?````/g, '').replace(/`[^`\n]*`/g, '');
    expect(text.match(/(?<!\\)[{}<>]/g)).toBeNull();
  });
});
