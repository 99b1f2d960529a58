import { runQuery } from '../athena/query';
import { roleName } from '../target/roles';
import type { Target } from '../target/target';
import { show, type View } from './display';
import { EXERCISES } from './exercises';
import type { Exercise, Lakehouse, Verdict } from './exercises/exercise';
import { type Html, html } from './html';
import { changeProgress } from './progress';
import { clients, target } from './session';

/**
 * Checks an answer against the living lakehouse. Without an answer it shows the question; a wrong one brings the next
 * hint, and after the last hint the solution, folded away.
 * @param id as `03.2`
 * @throws RangeError for an exercise that does not exist
 */
export async function exercise(id: string, answer?: unknown): Promise<void> {
  const found = EXERCISES.find((one) => one.id === id);
  if (!found)
    throw new RangeError(
      `There is no exercise ${id}; there are ${EXERCISES.map((one) => one.id).join(', ')}.`,
    );
  const account = await target();
  const given = await answer;
  if (given === undefined) {
    show(questionView(found));
    return;
  }
  const verdict = await found.check(given, lakehouse(account));
  show(verdictView(found, verdict, note(account, found, verdict)));
}

/** What checkers look at, for an account. */
export const lakehouse = (account: Target): Lakehouse => ({
  target: account,
  clients,
  ask: async (sql, { as = 'engineer', database = 'lakehouse' } = {}) =>
    runQuery(await (await clients(as)).athena(), sql, { workGroup: roleName(as), database }),
});

/** Writes down what became of an answer. @returns how many were wrong so far */
function note(account: Target, { id }: Exercise, verdict: Verdict): number {
  let wrong = 0;
  changeProgress(account, id.slice(0, 2), (progress) => {
    const before = progress.exercises[id] ?? { wrong: 0 };
    wrong = before.wrong + (verdict === true ? 0 : 1);
    const solvedAt = before.solvedAt ?? (verdict === true ? new Date().toISOString() : undefined);
    return { ...progress, exercises: { ...progress.exercises, [id]: { wrong, solvedAt } } };
  });
  return wrong;
}

const questionView = ({ id, question }: Exercise): View => ({
  text: `Exercise ${id}: ${question}`,
  html: html`<div style="border-left:4px solid #0969da;padding:6px 12px"><b>Exercise ${id}</b><br>${marked(question)}</div>`,
});

/** What stands between backticks is code. */
const marked = (text: string): Html[] =>
  text.split('`').map((part, i) => (i % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));

function verdictView({ id, hints, solution }: Exercise, verdict: Verdict, wrong: number): View {
  if (verdict === true)
    return {
      text: `✓ ${id}: right.`,
      html: html`<div style="border-left:4px solid #1a7f37;padding:6px 12px"><b>✓ ${id}: right.</b></div>`,
    };
  const told = hints.slice(0, wrong);
  const isOpen = wrong > hints.length;
  return {
    text: [
      `✗ ${id}: ${verdict}`,
      ...told.map((hint, i) => `  Hint ${i + 1}: ${hint}`),
      ...(isOpen ? ['  Solution:', ...solution.split('\n').map((line) => `    ${line}`)] : []),
    ].join('\n'),
    html: html`<div style="border-left:4px solid #cf222e;padding:6px 12px"><b>✗ ${id}:</b> ${marked(verdict)}${told.map(
      (hint, i) => html`<br><i>Hint ${i + 1}:</i> ${marked(hint)}`,
    )}${isOpen && html`<details><summary>Solution</summary><pre>${solution}</pre></details>`}</div>`,
  };
}
