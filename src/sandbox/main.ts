import { once } from 'node:events';
import { type Control, startControl } from './control/server.js';
import { type Flags, readFlags, storyList, usage } from './flags.js';
import { type Pace, paces } from './pace.js';
import { openSession, type Session } from './session.js';
import type { StageOptions } from './stage.js';
import { stories } from './stories.js';
import { playTrap, stageFor, type TrapStory } from './trap-story.js';
import { playedUpgrades } from './upgrades.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** SIGINT or SIGTERM; also when whoever reads our output has gone. */
function endOfShow(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
  process.stdout.on('error', () => ending.abort());
  return ending.signal;
}

async function show(session: Session, control: Control, flags: Flags, { pace, ending }: Show): Promise<void> {
  await session.startBot();
  print('The bot is running between a simulated Slack, a simulated Confluence cluster and a simulated Instabase.');
  if (!flags.noStory) {
    const { about, play } = playedUpgrades[flags.product];
    print(`${about}\n`);
    await play(session, pace, ending);
  }
  if (flags.once) return;
  print(`\nThe sandbox goes on. The page: ${control.url} (Ctrl-C ends it). For example:\n`);
  print(control.examples(flags.product));
  if (!ending.aborted) await once(ending, 'abort');
}

interface Show {
  readonly pace: Pace;
  readonly ending: AbortSignal;
}

/** Opens a session for as long as `play` takes. */
async function inSession(options: StageOptions, play: (session: Session) => Promise<void>): Promise<void> {
  const session = await openSession(print, { redis: { appendOnly: true, say: print }, ...options });
  try {
    await play(session);
  } finally {
    await session.stop();
  }
}

async function playOne(story: TrapStory, { pace, ending }: Show): Promise<void> {
  print(`The real bot between a simulated Slack and simulated products: ${story.about}.\n`);
  await inSession(stageFor(story, pace), (session) => playTrap(session, story, pace, ending));
}

async function playUpgrade(flags: Flags, { pace, ending }: Show): Promise<void> {
  const stage = {
    cluster: { timings: pace.node, finalizeMs: pace.finalizeMs },
    instabase: pace.instabase,
    config: { poll: { active: '500ms', idle: '1s' } },
  };
  await inSession(stage, async (session) => {
    const control = await startControl(session);
    try {
      await show(session, control, flags, { pace, ending });
    } finally {
      await control.stop();
    }
  });
}

async function run(flags: Flags, ending: AbortSignal): Promise<void> {
  const how: Show = { pace: flags.fast ? paces.fast : paces.visible, ending };
  try {
    await (flags.story === undefined ? playUpgrade(flags, how) : playOne(stories[flags.story], how));
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
