/**
 * Pictures of lessons as a learner sees them, for README and book: JupyterLab in a real browser, all cells run, on an
 * account of its own. `npm run screenshots`; needs Chromium (CHROMIUM names its program).
 */
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '..');
const command = path.join(root, 'src', 'bin', 'lakehouse.js');
const pictures = path.join(root, 'lakehouse-book', 'static', 'img');

/** A picture reaches from the heading of one part of a lesson to the next heading that is named. */
const SHOTS = [
  { lesson: '00-first-win', from: 'One query', to: 'When it goes wrong' },
  { lesson: '03-ingest', from: 'The short way', to: 'When it goes wrong' },
  { lesson: '05-governance', from: 'The same question, two answers', to: 'How it breaks' },
];
/** Pixels. So high that nothing has to be scrolled: JupyterLab itself scrolls to the cell that runs. */
const VIEW = { width: 900, height: 6000 };
const START_MS = 120_000;
const RUN_MS = 300_000;

/** @returns {string} */
function browserProgram() {
  const found = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((file) => file && fs.existsSync(file));
  if (!found) throw new Error('There is no Chromium: install it, or name its program in CHROMIUM.');
  return found;
}

/** Starts JupyterLab. @param {NodeJS.ProcessEnv} env @returns {Promise<{ address: URL, stop: () => Promise<void> }>} */
async function jupyter(env) {
  const child = spawn(process.execPath, [command, 'notebooks', 'open', '--no-browser'], {
    env,
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  const address = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        said += data;
        const found = /http:\/\/127\.0\.0\.1:\d+\/lab\S*token=\w+/.exec(said);
        if (found) resolve(new URL(found[0]));
      });
    void ended.then(() => reject(new Error(`JupyterLab did not start:\n${said}`)));
    setTimeout(() => reject(new Error(`JupyterLab did not start in time:\n${said}`)), START_MS).unref();
  });
  const stop = async () => {
    process.kill(-(/** @type {number} */ (child.pid)), 'SIGTERM');
    await ended;
  };
  return { address, stop };
}

/**
 * Runs all cells of a lesson, and takes its picture.
 * @param {import('playwright-core').Page} page @param {URL} address @param {typeof SHOTS[number]} shot
 */
async function picture(page, address, { lesson, from, to }) {
  const url = new URL(address);
  url.pathname = `/doc/tree/notebooks/${lesson}.ipynb`;
  await page.goto(url.href);
  await page.getByText('TypeScript | Idle').first().waitFor({ timeout: START_MS });
  await page.getByRole('menuitem', { name: 'Run', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click();
  // A cell that waits or runs has a star for its number.
  const prompts = page.locator('.jp-CodeCell .jp-InputPrompt');
  for (const deadline = Date.now() + RUN_MS; ; await pause(250)) {
    const texts = await prompts.allTextContents();
    if (texts.length > 0 && texts.every((text) => /\[\d+\]/.test(text))) break;
    if (Date.now() > deadline) throw new Error(`${lesson} did not end in time: ${texts.join(' ')}`);
  }
  /** @param {string} name */
  const heading = async (name) => {
    const box = await page.locator('.jp-MarkdownCell', { hasText: name }).first().boundingBox();
    if (!box) throw new Error(`${lesson} has no heading ${name}`);
    return box;
  };
  const top = await heading(from);
  const height = (await heading(to)).y - top.y;
  const file = path.join(pictures, `lesson-${lesson.slice(0, 2)}.png`);
  await page.screenshot({ path: file, clip: { x: top.x, y: top.y, width: top.width, height } });
  console.log(`${path.relative(root, file)}: ${Math.round(fs.statSync(file).size / 1024)} kB`);
}

// JupyterLab saves by itself what has been open for a while, with outputs: the lessons are kept without.
const lessons = SHOTS.map(({ lesson }) => path.join(root, 'notebooks', `${lesson}.ipynb`)).map(
  (file) => /** @type {const} */ ([file, fs.readFileSync(file)]),
);
const home = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'lakehouse-screenshots-'));
const env = { ...process.env, LAKEHOUSE_HOME: home };
const browser = await chromium.launch({ executablePath: browserProgram(), args: ['--no-sandbox'] });
try {
  const lab = await jupyter(env);
  try {
    fs.mkdirSync(pictures, { recursive: true });
    const page = await browser.newPage({ viewport: VIEW });
    for (const shot of SHOTS) await picture(page, lab.address, shot);
  } finally {
    await lab.stop();
  }
} finally {
  await browser.close();
  for (const [file, content] of lessons)
    if (!fs.readFileSync(file).equals(content)) fs.writeFileSync(file, content);
  execFileSync(process.execPath, [command, 'down'], { env });
  fs.rmSync(home, { recursive: true, force: true });
}
