import { setTimeout as delay } from 'node:timers/promises';
import type { Done } from './control/shown.js';
import type { Pace } from './pace.js';
import type { Session } from './session.js';
import { buttonsIn } from './slack/buttons.js';
import { plainText } from './slack/plain-text.js';
import type { Message } from './slack/state.js';
import { cast, type Stage } from './stage.js';
import { waitUntil } from './wait-until.js';
import type { ZduServer } from './zdu/server.js';

/** A story that is being played. */
export interface Scene {
  readonly session: Session;
  /** May change while the story is being played. */
  pace: Pace;
  readonly signal: AbortSignal;
  /** How long the story waits for something that has to happen, in milliseconds. */
  readonly withinMs: number;
  /** How many lines of the threads the story has read. */
  linesRead: number;
  /** Ends the faults in force. */
  readonly mend: Mending[];
}

/** Ends a fault. */
type Mending = () => unknown;

/** One thing that somebody does, or waits for. @throws Error when it does not come about in time */
export type Step = (scene: Scene) => Promise<void>;

const WITHIN_MS = 20_000;

export const setScene = (session: Session, pace: Pace, signal: AbortSignal): Scene => ({
  session,
  pace,
  signal,
  withinMs: WITHIN_MS,
  linesRead: 0,
  mend: [],
});

const pause = ({ pace, signal }: Scene): Promise<void> => delay(pace.pauseMs, undefined, { signal });

/** The lines of all threads, oldest first; requests, which are edited, left out. */
function threadLines({ stage: { slack } }: Session): string[] {
  return slack
    .everything(cast.channel)
    .filter(({ thread_ts: thread, broadcast }) => thread !== undefined && !broadcast)
    .flatMap((message) => plainText(message, slack.nameOf).split('\n'));
}

/** Waits until the thread has a line, after those read before, that holds these words. */
export function reads(words: string): Step {
  return async (scene) => {
    const found = await waitUntil(
      () => {
        const at = threadLines(scene.session).findIndex(
          (one, index) => index >= scene.linesRead && one.includes(words),
        );
        return at === -1 ? undefined : at;
      },
      { what: `the thread to say "${words}"`, withinMs: scene.withinMs, signal: scene.signal },
    );
    scene.linesRead = found + 1;
  };
}

/** What the bot says when Redis does not answer: nothing was done. */
const OUT_OF_REACH = 'cannot reach its store';

function mustWork({ failed, shown, answers }: Done, what: string): void {
  if (failed !== undefined)
    throw new Error(`${what}: the bot did not answer (${shown ?? failed}); when it runs again, play on`);
  const out = answers.find((answer) => answer.includes(OUT_OF_REACH));
  if (out !== undefined) throw new Error(`${what}: the bot answered: ${out} When Redis runs again, play on.`);
}

/** The cluster that people know under this name. @throws Error when there is none */
export function clusterCalled({ targets }: Stage, name: string): ZduServer {
  const found = targets[name];
  if (found === undefined) throw new Error(`this stage has no cluster called ${name}`);
  return found;
}

/** Somebody types `/upgrade …` while nobody is there to answer, and reads what Slack says of it. */
export function typesInVain(who: string, text: string): Step {
  return async (scene) => {
    await pause(scene);
    const { failed } = await scene.session.acting.command(who, text);
    if (failed === undefined) throw new Error(`${text}: the bot answered although it was killed`);
  };
}

/** Waits until somebody sees a button that begins so: Slack may be slow, or not be there for a while. */
async function isShown({ session: { stage }, signal, withinMs }: Scene, button: string): Promise<void> {
  const { slack } = stage;
  const seen = (): true | undefined => {
    const posted = slack.everything(cast.channel).filter(({ deleted }) => !deleted);
    const texts = [...posted, ...slack.ephemerals()].flatMap(({ blocks }) => buttonsIn(blocks));
    return texts.some(({ text }) => text.startsWith(button)) ? true : undefined;
  };
  await waitUntil(seen, { what: `a button ${button}`, withinMs, signal });
}

/** These people press a button of the same message in the same moment. */
export function pressTogether(people: readonly string[], button: string): Step {
  return async (scene) => {
    await pause(scene);
    await isShown(scene, button);
    const pressed = await Promise.all(people.map((who) => scene.session.acting.click(who, { button })));
    for (const done of pressed) mustWork(done, button);
  };
}

/** Somebody types `/upgrade …` and reads the answer. */
export function types(who: string, text: string): Step {
  return async (scene) => {
    await pause(scene);
    mustWork(await scene.session.acting.command(who, text), text);
  };
}

/** `kill -9` for the bot. */
export const killsBot: Step = async (scene) => {
  await pause(scene);
  scene.session.narrator.tells('fault', 'the bot is killed');
  await scene.session.killBots();
};

/** One more process of the bot, as whatever watches over it would start. */
export const startsBot: Step = async (scene) => {
  await pause(scene);
  scene.session.narrator.tells('admin', 'starts the bot again');
  await scene.session.startBot();
};

/** Plays steps one after the other. @throws Error when something that has to happen does not happen in time */
export async function playSteps(steps: readonly Step[], scene: Scene): Promise<void> {
  for (const step of steps) await step(scene);
}

/** Somebody presses a button of the newest message that has it, and reads the answer. */
export function presses(who: string, button: string): Step {
  return async (scene) => {
    await pause(scene);
    await isShown(scene, button);
    mustWork(await scene.session.acting.click(who, { button }), button);
  };
}

/** Somebody outside Slack does something, which is told in `words`. */
export function happens(who: string, words: string, does: (stage: Stage) => unknown): Step {
  return async (scene) => {
    await pause(scene);
    scene.session.narrator.tells(who, words);
    await does(scene.session.stage);
  };
}

/** An administrator does something to the cluster, which is told in `words`. */
export const admin = (words: string, does: (stage: Stage) => unknown): Step => happens('admin', words, does);

/** Something breaks by itself, until `mends`. */
export function fault(words: string, breaks: (stage: Stage) => Mending | Promise<Mending>): Step {
  return async (scene) => {
    await pause(scene);
    scene.session.narrator.tells('fault', words);
    scene.mend.push(await breaks(scene.session.stage));
  };
}

/** Ends all faults that last. */
export function mends(words: string): Step {
  return async (scene) => {
    await pause(scene);
    scene.session.narrator.tells('fault', words);
    for (const end of scene.mend.splice(0)) await end();
  };
}

/** An administrator upgrades a node of a cluster; it is over when the thread has it back in service. */
export function upgradesNodeOf(target: string, node: string): Step {
  return async (scene) => {
    const { session, signal, withinMs } = scene;
    const { cluster, targetVersion } = clusterCalled(session.stage, target);
    const isBack = (): number => threadLines(session).filter((one) => one.startsWith(`${node}: ACTIVE`)).length;
    const before = isBack();
    await admin(`upgrades ${node} to ${targetVersion}`, () => cluster.upgradeNode(node))(scene);
    // The state of the cluster may be told before it: what the story reads next may stand above.
    const back = () => (isBack() > before ? true : undefined);
    await waitUntil(back, { what: `the thread to say that ${node} is back`, withinMs, signal });
  };
}

/** An administrator upgrades nodes of the first cluster one after the other; each is back in service before the next. */
export function upgrades(...nodes: readonly string[]): Step {
  return async (scene) => {
    const [first = ''] = Object.keys(scene.session.stage.targets);
    for (const node of nodes) await upgradesNodeOf(first, node)(scene);
  };
}

/** Waits until the bot has looked at the cluster so often, by which time it knows what is true. */
export function looks(count: number): Step {
  return async ({ session: { stage }, signal, withinMs }) => {
    const sofar = (): number => stage.cluster.requests.filter(({ verb }) => verb === 'overview').length;
    const before = sofar();
    const what = `${count} looks at the cluster`;
    await waitUntil(() => (sofar() >= before + count ? true : undefined), { what, withinMs, signal });
  };
}

/** Prints the newest card in full, once it holds these words. */
export function card(words: string): Step {
  return async ({ session: { stage, narrator }, signal, withinMs }) => {
    const { slack } = stage;
    const newest = (): Message | undefined => {
      const root = slack.messages(cast.channel).findLast(({ thread_ts: thread }) => thread === undefined);
      return root !== undefined && plainText(root, slack.nameOf).includes(words) ? root : undefined;
    };
    const found = await waitUntil(newest, { what: `the card to say "${words}"`, withinMs, signal });
    narrator.shows(found, 'has this card:');
  };
}

/** Somebody asks to finalize, and somebody else approves it. */
export function finalizes(target: string): Step {
  return async (scene) => {
    await types('alice', `approve ${target}`)(scene);
    await presses('bob', 'Approve')(scene);
  };
}
