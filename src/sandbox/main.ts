import { once } from 'node:events';
import { type Control, startControl } from './control/server.js';
import { openSession, type Session } from './session.js';
import { paces, playStory } from './story.js';

const flags = ['--once', '--no-story', '--fast'] as const;
type Flag = (typeof flags)[number];

const usage = `usage: npm run sandbox [-- <flags>]
  --once      end after the story
  --no-story  play nothing, only wait to be driven
  --fast      do not wait for people to read along
`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** SIGINT or SIGTERM; also when whoever reads our output has gone. */
function endOfShow(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
  process.stdout.on('error', () => ending.abort());
  return ending.signal;
}

async function show(session: Session, control: Control, asked: ReadonlySet<Flag>, ending: AbortSignal): Promise<void> {
  const pace = asked.has('--fast') ? paces.fast : paces.visible;
  await session.startBot();
  print('The bot is running between a simulated Slack and a simulated Confluence cluster of three nodes.');
  if (!asked.has('--no-story')) {
    print('alice asks for an upgrade, an administrator rolls the nodes, bob approves the last step.\n');
    await playStory(session, pace, ending);
  }
  if (asked.has('--once')) return;
  print(`\nThe sandbox goes on. Drive it at ${control.url} (Ctrl-C ends it). For example:\n`);
  print(control.examples);
  if (!ending.aborted) await once(ending, 'abort');
}

/** @returns the exit code */
async function run(asked: ReadonlySet<Flag>, ending: AbortSignal): Promise<number> {
  const pace = asked.has('--fast') ? paces.fast : paces.visible;
  const session = await openSession(print, {
    redis: { appendOnly: true, say: print },
    cluster: { timings: pace.node, finalizeMs: pace.finalizeMs },
    config: { poll: { active: '500ms', idle: '1s' } },
  });
  let control: Control | undefined;
  try {
    control = await startControl(session);
    await show(session, control, asked, ending);
    return 0;
  } catch (error) {
    if (ending.aborted) return 0;
    throw error;
  } finally {
    await control?.stop();
    await session.stop();
  }
}

async function main(): Promise<number> {
  const words = process.argv.slice(2);
  const asked = new Set(flags.filter((flag) => words.includes(flag)));
  if (asked.size !== words.length) {
    process.stderr.write(usage);
    return 1;
  }
  try {
    return await run(asked, endOfShow());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

process.exit(await main());
