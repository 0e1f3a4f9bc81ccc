import type { TimelineEvent } from '../../src/core/events.js';
import type { ActionName } from '../../src/core/products.js';
import type { Message } from '../../src/sandbox/slack/state.js';
import { eventually } from './eventually.js';
import { cast } from './story.js';
import type { StruckStory } from './struck-story.js';

/** Longer than it takes to find out what became of any call: its time-out of 30 s, a dead worker's job, the look. */
const SETTLES_WITHIN_MS = 60_000;
/** As long as a person's rights are remembered, and a card is left alone after an edit. */
const REST_MS = 3_300;

/**
 * What people do in these stories. Each does it once with a kill on the way, at `point` if one is given, and then what
 * a person would do who got no answer: looks, and types or presses again only when nothing had been taken up.
 */
export function actsOn(story: StruckStory, target = 'confluence') {
  const people = story.slack.people;
  const where = { channel: cast.channel };

  const events = async (): Promise<TimelineEvent[]> => (await story.kept.timelines()).flat();
  const count = async (type: TimelineEvent['type']): Promise<number> =>
    (await events()).filter((event) => event.type === type).length;

  async function strike(point: string, act: () => Promise<unknown>): Promise<void> {
    // Otherwise what the bot read a moment ago serves once more.
    if (/users|update|card/.test(point)) await story.quiet(REST_MS);
    await story.killAt(point, act);
  }

  async function ask(action: ActionName, point?: string, words = ''): Promise<void> {
    const text = `${action} ${target} ${words}`.trimEnd();
    const [asked, posts] = [await count('asked'), story.posts().length];
    if (point !== undefined) await strike(point, () => people.as(cast.alice).command(text, where));
    else if (!/Accepted|waits for the approvers/.test(await story.type(cast.alice, text)))
      throw new Error(`"${text}" was not taken up`);
    await story.type(cast.alice, `status ${target}`);
    if ((await count('asked')) > asked) return;
    if (story.posts().length > posts) throw new Error(`"${text}" was sent although nothing is on record`);
    await story.type(cast.alice, text);
    if ((await count('asked')) === asked) throw new Error(`"${text}" was not taken up the second time`);
  }

  /**
   * Waits for a line in the thread of the newest upgrade, as the store has it now.
   * @param nth which of the lines that fit
   */
  async function newestLine(pattern: RegExp, nth = 1): Promise<string> {
    let upgrades = await count('opened');
    const look = async (): Promise<string | undefined> => {
      if (upgrades > 0 && story.roots().length === upgrades)
        return story.newest().filter((line) => pattern.test(line))[nth - 1];
      upgrades = await count('opened');
      // Told when the time is over.
      if (story.roots().length > upgrades) throw new Error(`${story.roots().length} cards for ${upgrades} upgrades`);
      return undefined;
    };
    return await eventually(`line ${nth} ${pattern}`, look, SETTLES_WITHIN_MS);
  }

  /** Waits until the thread tells of every call what became of it; true when the last was done. */
  async function isDone(action: ActionName): Promise<boolean> {
    const latest = (await story.kept.timelines()).at(-1) ?? [];
    const asked = latest.filter((event) => event.type === 'asked' && event.request.action === action);
    const told = await newestLine(new RegExp(`${action}: (done|not done|not sent|failed|unknown)`), asked.length);
    return told.includes(`${action}: done`);
  }

  /** Asks until it is done: what was not sent, or did not take effect, a person asks for again. */
  async function untilDone(action: ActionName, again: () => Promise<void>): Promise<void> {
    if (await isDone(action)) return;
    await again();
    if (!(await isDone(action))) throw new Error(`${action} was not done the second time either`);
  }

  /** The message of the newest request, once it is there: one decided before may have its buttons a little longer. */
  async function openRequest(): Promise<Message> {
    const asked = (await events()).filter((event) => event.type === 'asked' && event.request.required > 0).length;
    const look = () => {
      const newest = story.requests()[asked - 1];
      return newest !== undefined && story.buttons(newest).length > 0 ? newest : undefined;
    };
    return await eventually(`buttons on request ${asked}`, look, SETTLES_WITHIN_MS);
  }

  async function decide(who: string, button: 'Approve' | 'Reject', point?: string): Promise<void> {
    const request = await openRequest();
    const press = () => people.as(who).click(request, { buttonText: button });
    const decisions = async () =>
      (await count('approved')) + (await count('rejected')) + (await count('withdrawn')) + (await count('voided'));
    const before = await decisions();
    if (point !== undefined) await strike(point, press);
    if ((await decisions()) > before) return;
    await press();
    await eventually(`the press of ${button}`, async () => (await decisions()) > before);
  }

  return {
    ask,
    decide,
    openRequest,
    newestLine,
    /** From the command to its state in the thread, for the `nth` time in this upgrade. */
    async run(action: ActionName, shows: RegExp, point?: string, { words = '', nth = 1 } = {}): Promise<void> {
      await ask(action, point, words);
      await untilDone(action, () => ask(action, undefined, words));
      await newestLine(shows, nth);
    },
    /** From the press to the state in the thread. */
    async approve(shows: RegExp, point?: string, action: ActionName = 'approve'): Promise<void> {
      await decide(cast.bob, 'Approve', point);
      await untilDone(action, async () => {
        await ask(action);
        await decide(cast.bob, 'Approve');
      });
      await newestLine(shows);
    },
  };
}
