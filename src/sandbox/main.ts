import { once } from 'node:events';
import { type Control, startControl } from './control/server.js';
import { type Flags, readFlags, storyList, usage } from './flags.js';
import { type Pace, paces } from './pace.js';
import { pageStage } from './page-stage.js';
import { openSession, type Session } from './session.js';
import type { StageOptions } from './stage.js';
import { stories } from './stories.js';
import { playTrap, stageFor, type TrapStory } from './trap-story.js';
import { type PlayedProduct, playedUpgrades } from './upgrades.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** SIGINT or SIGTERM; also when whoever reads our output has gone. */
function endOfShow(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
  process.stdout.on('error', () => ending.abort());
  return ending.signal;
}

interface Show {
  readonly pace: Pace;
  readonly ending: AbortSignal;
}

/** Opens a session for as long as `play` takes. @param tell prints what happens in it */
async function inSession(
  options: StageOptions,
  tell: (line: string) => void,
  play: (session: Session) => Promise<void>,
): Promise<void> {
  const session = await openSession(tell, { redis: { appendOnly: true, say: print }, ...options });
  try {
    await play(session);
  } finally {
    await session.stop();
  }
}

async function playStory(story: TrapStory, { pace, ending }: Show): Promise<void> {
  print(`The real bot between a simulated Slack and simulated products: ${story.about}.\n`);
  await inSession(stageFor(story, pace), print, (session) => playTrap(session, story, pace, ending));
}

async function playUpgrade(session: Session, product: PlayedProduct, { pace, ending }: Show): Promise<void> {
  const { about, play } = playedUpgrades[product];
  print('The bot is running between a simulated Slack, simulated clusters and a simulated Instabase.');
  print(`${about}\n`);
  await play(session, pace, ending);
}

const welcome = ({ url }: Control): string => `
The sandbox of Upgrade Bot is ready. Open its page:

    ${url}

The bot is the real one; Slack, the clusters and Instabase are simulated, and nothing leaves this machine.
What the page does can be done from a shell too: /control at the same address lists how.
Ctrl-C ends it.`;

/** The page for as long as people want it; before that an upgrade on the terminal when one is wanted. */
async function servePage(session: Session, flags: Flags, how: Show): Promise<void> {
  const control = await startControl(session, { port: flags.port });
  try {
    print(welcome(control));
    if (flags.product !== undefined) await playUpgrade(session, flags.product, how);
    if (!how.ending.aborted) await once(how.ending, 'abort');
  } finally {
    await control.stop();
  }
}

async function show(flags: Flags, how: Show): Promise<void> {
  const { product } = flags;
  const isTold = product !== undefined || flags.tell;
  await inSession(pageStage(how.pace), isTold ? print : () => undefined, async (session) => {
    await session.startBot();
    if (flags.once && product !== undefined) await playUpgrade(session, product, how);
    else if (!flags.once) await servePage(session, flags, how);
  });
}

async function run(flags: Flags, ending: AbortSignal): Promise<void> {
  const how: Show = { pace: flags.fast ? paces.fast : paces.visible, ending };
  try {
    await (flags.story === undefined ? show(flags, how) : playStory(stories[flags.story], how));
  } catch (error) {
    if (!ending.aborted) throw error;
  }
}

/** @returns the exit code */
async function main(): Promise<number> {
  const flags = readFlags(process.argv.slice(2));
  if (flags === undefined) {
    process.stderr.write(usage);
    return 1;
  }
  if (flags.list) {
    print(storyList());
    return 0;
  }
  try {
    await run(flags, endOfShow());
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

process.exit(await main());
