import { loadDemoData } from '../ingest/demoData';
import { deployAll } from '../layers';
import { DeployProgress } from './deployView';
import { showLive } from './display';
import { html } from './html';
import { stoppable } from './interrupt';
import { lessonOf } from './lessons';
import { changeProgress } from './progress';
import { clients, target } from './session';

/**
 * Begins a lesson: brings up what it stands on, the account first, and shows it while it happens. What is there already
 * is left as it is.
 * @param id as `03`
 * @throws LakehouseError, TerraformFailed
 */
export async function start(id: string): Promise<void> {
  const lesson = lessonOf(id);
  const live = showLive({ text: `Lesson ${lesson.id}: ${lesson.title}` });
  const account = await target({ create: true });
  changeProgress(account, lesson.id, (progress) => ({
    ...progress,
    startedAt: progress.startedAt ?? new Date().toISOString(),
  }));
  const layers = new DeployProgress();
  const lines: string[] = [];
  const draw = () => {
    const view = layers.view();
    live.update({
      text: [`Lesson ${lesson.id}: ${lesson.title}`, view.text, ...lines].filter(Boolean).join('\n'),
      html: html`<div style="font-size:13px"><b>Lesson ${lesson.id}: ${lesson.title}</b> <span style="opacity:.7">about ${lesson.minutes} minutes, ${account.name === 'local' ? `the local account at ${account.endpoint}` : `AWS account ${account.accountId}`}</span>${view.html}${lines.map((line) => html`<div>${line}</div>`)}</div>`,
    });
  };
  await stoppable((signal) =>
    deployAll(
      lesson.layers,
      account,
      (event) => {
        layers.on(event);
        draw();
      },
      { signal },
    ),
  );
  if (lesson.data) {
    const engineer = await clients('engineer');
    for (const { table, rows, loaded } of await loadDemoData(account, engineer, () => {}))
      lines.push(`${table}: ${rows.toLocaleString('en')} rows${loaded ? ' loaded' : ''}`);
  }
  draw();
}
