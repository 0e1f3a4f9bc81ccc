/**
 * Makes the pictures of the README from the page of the built sandbox: docs/pictures/{page,card,request,thread}.png.
 * Run by `npm run pictures`, which builds first. Needs Chromium: the one at CHROMIUM, or Debian's.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { withPalette } from './pictures/palette.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'docs', 'pictures');
const WITHIN_MS = 30_000;

/** What a clone should have to carry. */
const BYTES_MAX = 150_000;

/** Waits until `look` finds something. @throws Error that names it after 30 s */
async function until(what, look) {
  const end = performance.now() + WITHIN_MS;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await delay(50);
  }
}

/** @param play is given the address of the page and its control path; when it is over the sandbox is ended */
async function inSandbox(play) {
  const child = spawn(process.execPath, [join(root, 'dist', 'sandbox', 'main.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
  });
  try {
    const [url] = await until('the address of the page', () => /http:\/\/127\.0\.0\.1:\d+\//.exec(printed));
    await play({ url, ...controlOf(url) });
  } finally {
    child.kill('SIGTERM');
  }
}

function controlOf(url) {
  const asked = async (path, init) => {
    const response = await fetch(`${url}control${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return await response.json();
  };
  const json = { 'content-type': 'application/json' };
  return {
    post: (path, body = {}) => asked(path, { method: 'POST', headers: json, body: JSON.stringify(body) }),
    snapshot: () => asked('/snapshot?as=bob'),
  };
}

/** Windows, in pixels of the page: for the whole page, for a whole card, for a thread that is easy to read. */
const usual = { width: 1440, height: 900 };
const tall = { width: 1120, height: 1500 };
const wide = { width: 1640, height: 1160 };

/** Bob's window: every place by the name that it has for a screen reader. */
async function openWindow(browser, url) {
  const context = await browser.newContext({
    viewport: usual,
    deviceScaleFactor: 2,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(WITHIN_MS);
  const page = await context.newPage();
  await page.goto(`${url}?as=bob`);
  return {
    page,
    channel: page.getByRole('region', { name: 'Messages in #ops' }),
    thread: page.getByRole('complementary', { name: 'Thread' }),
    panel: page.getByRole('complementary', { name: 'Clusters and faults' }),
  };
}

/**
 * One picture, without the pointer's traces.
 * @param scale `device` for two pixels of the picture in one of the page, `css` for one
 */
async function take(page, place, name, scale = 'device') {
  await page.mouse.move(0, 0);
  const png = withPalette(await place.screenshot({ animations: 'disabled', caret: 'hide', scale }));
  if (png.length > BYTES_MAX) throw new Error(`${name}.png has ${png.length} bytes, more than ${BYTES_MAX}`);
  writeFileSync(join(out, `${name}.png`), png);
  process.stdout.write(`docs/pictures/${name}.png ${Math.round(png.length / 1024)} kB\n`);
}

const upgrade = ({ post }, node) => post(`/targets/confluence/nodes/${node}/upgrade`, { wait: true });

/** The first node is upgraded, the second one is off: the card in the middle of an upgrade, and the whole page. */
async function inTheMiddle(sandbox, { page, channel, thread, panel }) {
  await page.setViewportSize(tall);
  await sandbox.post('/people/alice/command', { text: 'start confluence security fix' });
  await upgrade(sandbox, 'confluence-0');
  await sandbox.post('/targets/confluence/nodes/confluence-1/stop');
  const card = channel.getByRole('article').filter({ hasText: 'Nodes upgraded: 1 of 3' });
  await card.filter({ hasText: /confluence-1.?: OFFLINE/ }).waitFor();
  await take(page, card, 'card');
  await page.setViewportSize(usual);
  await channel.getByRole('button', { name: /^\d+ repl/ }).click();
  await thread.getByText('OFFLINE').last().waitFor();
  await panel.getByRole('button', { name: 'Products' }).click();
  await take(page, page, 'page', 'css');
  await thread.getByRole('button', { name: 'Close the thread' }).click();
}

/** Alice has asked for the last step, and nobody has decided. */
async function requested(sandbox, { page, channel }) {
  await upgrade(sandbox, 'confluence-1');
  await upgrade(sandbox, 'confluence-2');
  const ready = (slack) => slack.messages.some(({ text }) => text.includes('READY_TO_RUN_UPGRADE_TASKS:'));
  await until('all nodes to be upgraded', async () => ready((await sandbox.snapshot()).slack));
  await sandbox.post('/people/alice/command', { text: 'approve confluence all nodes look well' });
  await page.setViewportSize(tall);
  const request = channel.getByRole('article').filter({ has: page.getByRole('button', { name: 'Approve' }) });
  await take(page, request, 'request');
}

/** To its end: the thread has told everything. */
async function finished(sandbox, { page, channel, thread }) {
  await sandbox.post('/people/bob/click', { button: 'Approve' });
  await page.setViewportSize(wide);
  await channel.getByRole('button', { name: /^\d+ repl/ }).click();
  await thread.getByText('Upgrade finished').last().waitFor();
  await take(page, thread, 'thread');
}

async function main() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    await inSandbox(async (sandbox) => {
      mkdirSync(out, { recursive: true });
      const window = await openWindow(browser, sandbox.url);
      await inTheMiddle(sandbox, window);
      await requested(sandbox, window);
      await finished(sandbox, window);
    });
  } finally {
    await browser.close();
  }
}

await main();
