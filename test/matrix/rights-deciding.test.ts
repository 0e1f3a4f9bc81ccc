import { describe, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/state.js';
import { answered, bySlashCommand, type Verdict, verdictOf } from '../support/asking.js';
import { eventually } from '../support/eventually.js';
import {
  everybody,
  openRightsStage,
  type Played,
  playedOn,
  plotOf,
  plots,
  type Who,
  who,
} from '../support/rights-stage.js';

type Told = Partial<Record<Who, Verdict>>;

/** What people are told who press Approve, or Reject, on what `operator` asked for. */
const mayNotDecide = {
  operatorByGroup: 'no approver',
  member: 'no approver',
  memberOfDisabledGroup: 'no approver',
  guestOfOneChannel: 'no member',
  guestOfManyChannels: 'no member',
  deactivated: 'no member',
  bot: 'no member',
  appUser: 'no member',
  workflow: 'no member',
  connector: 'no member',
  invited: 'no member',
  stranger: 'no member',
  ofAnotherWorkspace: 'no member',
} as const satisfies Told;

/** Who asks and who approves in the end, one plot after the other. */
const pairs: readonly (readonly [asker: Who, approver: Who])[] = [
  ['operator', 'approver'],
  ['operator', 'both'],
  ['both', 'approverByGroup'],
  ['operatorByGroup', 'approver'],
];
const pairFor = (index: number) => pairs[index % pairs.length] ?? (['operator', 'approver'] as const);

async function press(plot: Played, by: Who, request: Message, buttonText: 'Approve' | 'Reject'): Promise<Verdict> {
  const pressed = await plot.story.slack.people.as(who[by]).click(request, { buttonText });
  return verdictOf(await answered(plot, pressed.answers));
}

async function ask(plot: Played, by: Who): Promise<Message> {
  await bySlashCommand(plot, who[by]);
  return await plot.openRequest();
}

const closed = (plot: Played, request: Message) =>
  eventually('a closed request', () => plot.buttons(request).length === 0);

/** Everybody presses both buttons; at the end one request is rejected and the next one approved. */
async function decide(plot: Played, index: number) {
  const first = await ask(plot, 'operator');
  const told = { Approve: {} as Told, Reject: {} as Told };
  for (const name of Object.keys(mayNotDecide) as Who[]) {
    told.Approve[name] = await press(plot, name, first, 'Approve');
    told.Reject[name] = await press(plot, name, first, 'Reject');
  }
  told.Approve.operator = await press(plot, 'operator', first, 'Approve');
  const stillOpen = plot.buttons(first).map(({ text }) => text);
  told.Reject.approverByGroup = await press(plot, 'approverByGroup', first, 'Reject');
  await closed(plot, first);

  const [asker, approver] = pairFor(index);
  const second = await ask(plot, asker);
  const own = await press(plot, asker, second, 'Approve');
  const posts = plot.posts();
  const last = await press(plot, approver, second, 'Approve');
  await plot.line(/: done/);
  await plot.quiet(1_000);
  return { told, stillOpen, own, posts, last };
}

const expected = {
  told: {
    Approve: { ...mayNotDecide, operator: 'own request' },
    Reject: { ...mayNotDecide, approverByGroup: 'may' },
  },
  stillOpen: ['Approve', 'Reject'],
  own: 'own request',
  posts: [],
  last: 'may',
};

describe('every action of every product that somebody has asked for', () => {
  it.concurrent.for(['socket', 'http'] as const)(
    'may be decided by approvers other than the asker alone, by either button, in %s mode',
    async (mode, { expect, onTestFinished }) => {
      const story = await openRightsStage({ mode });
      onTestFinished(() => story.stop());
      const played = plots.map((plot) => playedOn(story, plot));
      const came = await Promise.all(played.map((plot, index) => decide(plot, index)));

      const named = (all: readonly unknown[]) => Object.fromEntries(plots.map(({ target }, at) => [target, all[at]]));
      expect(named(came)).toEqual(named(plots.map(() => expected)));
      for (const [index, plot] of played.entries()) {
        const [, approver] = pairFor(index);
        expect(plot.posts()).toEqual([plot.action]);
        expect(plot.count(/: approved by/)).toBe(1);
        expect(plot.count(new RegExp(`: approved by @${approver.toLowerCase()}\\b`))).toBe(1);
        expect(plot.count(/: rejected by @approverbygroup/)).toBe(1);
      }
    },
  );
});

/** What each reading command answers to a full member. */
const readings: Readonly<Record<string, RegExp>> = {
  help: /start/,
  list: /confluence-cancel/,
  'status confluence-cancel': /READY_TO_UPGRADE/,
  'nodes confluence-cancel': /confluence-2/,
  'node confluence-cancel confluence-1': /9\.2\.13/,
  'history confluence-cancel': /confluence-cancel/,
  'doctor confluence-cancel': /confluence-cancel/,
};

const members: readonly Who[] = [
  'operator',
  'approver',
  'both',
  'operatorByGroup',
  'approverByGroup',
  'member',
  'memberOfDisabledGroup',
];

describe('every reading command', () => {
  it.concurrent('answers full members, whatever list they are in, and nobody else', async ({
    expect,
    onTestFinished,
  }) => {
    const story = await openRightsStage();
    onTestFinished(() => story.stop());
    const played = plotOf(story, 'confluence-cancel');
    await played.line(/^READY_TO_UPGRADE/);
    await played.quiet();
    const said = story.slack.everything(played.channel).length;
    const read = async (name: Who, text: string, answer: RegExp): Promise<Verdict> => {
      const person = story.slack.people.as(who[name]);
      const typed = await answered(played, (await person.command(text, { channel: played.channel })).answers);
      return answer.test(typed) ? 'may' : verdictOf(typed);
    };
    for (const [text, answer] of Object.entries(readings)) {
      const told = await Promise.all(everybody.map(async (name) => [name, await read(name, text, answer)]));
      const right = everybody.map((name) => [name, members.includes(name) ? 'may' : 'no member']);
      expect([text, Object.fromEntries(told)]).toEqual([text, Object.fromEntries(right)]);
    }
    expect(story.slack.everything(played.channel)).toHaveLength(said);
  });
});
