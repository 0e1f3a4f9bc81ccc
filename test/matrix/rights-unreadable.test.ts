import { setTimeout as delay } from 'node:timers/promises';
import { describe, it, type TestContext } from 'vitest';
import { answered, bySlashCommand, paths, type Verdict, verdictOf } from '../support/asking.js';
import { readHome } from '../support/home.js';
import {
  rawCommand,
  rawForm,
  rawHome,
  rawMention,
  rawPress,
  rawShortcut,
  type Sender,
} from '../support/raw-payloads.js';
import { openRightsStage, plotOf, type Who, who } from '../support/rights-stage.js';
import { silences } from '../support/silences.js';
import type { StoryOptions } from '../support/story.js';

/** Rights that were read may serve for two seconds. */
const RIGHTS_AGE_MS = 2_000;

/** A stage on which the operator has asked for something. */
async function asked(options: StoryOptions, { onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  const story = await openRightsStage(options);
  onTestFinished(() => story.stop());
  const plot = plotOf(story, 'confluence-cancel');
  await bySlashCommand(plot, who.operator);
  const request = await plot.openRequest();
  const press = async (by: Who, buttonText: string): Promise<Verdict> => {
    const pressed = await story.slack.people.as(who[by]).click(request, { buttonText });
    return verdictOf(await answered(plot, pressed.answers));
  };
  return { story, plot, request, press };
}

type Asked = Awaited<ReturnType<typeof asked>>;

/** What the pressers, and an operator by every path, are told under each silence; a failed reading is not kept. */
async function tellAll({ story, plot, press }: Asked, method: string, pressers: readonly Who[], operator: Who) {
  await delay(RIGHTS_AGE_MS + 100);
  const told: Record<string, Verdict[]> = {};
  for (const [how, silence] of Object.entries(silences)) {
    const fault = silence(story, method);
    const words = new Set<Verdict>();
    for (const by of pressers) words.add(await press(by, 'Approve')).add(await press(by, 'Reject'));
    for (const [, path] of paths) words.add(verdictOf(await path(plot, who[operator])));
    told[how] = [...words].sort();
    fault.clear();
  }
  return told;
}

describe('while Slack does not tell', () => {
  it.concurrent('who somebody is, nobody may decide or ask for anything', async (context) => {
    const { expect } = context;
    const scene = await asked({}, context);
    const pressers = ['approver', 'both', 'approverByGroup', 'member', 'deactivated', 'operator'] as const;
    const told = await tellAll(scene, 'users.info', pressers, 'operator');

    expect(told).toEqual(Object.fromEntries(Object.keys(silences).map((how) => [how, ['rights unreadable']])));
    expect(scene.plot.buttons(scene.request)).toHaveLength(2);
    expect(scene.plot.posts()).toEqual([]);
  });

  it.concurrent('who is in a group, nobody may through a group', async (context) => {
    const { expect } = context;
    const scene = await asked({ mode: 'http' }, context);
    const pressers = ['approverByGroup', 'member', 'memberOfDisabledGroup'] as const;
    const told = await tellAll(scene, 'usergroups.users.list', pressers, 'operatorByGroup');

    expect(told).toEqual(Object.fromEntries(Object.keys(silences).map((how) => [how, ['rights unreadable']])));
    expect(scene.plot.buttons(scene.request)).toHaveLength(2);
    expect(scene.plot.posts()).toEqual([]);
  });
});

/** Who a payload may claim to come from without being anybody who may. */
const nobodies: Readonly<Record<string, Sender>> = {
  'an id that Slack does not know': { id: 'U1NOBODY' },
  'no id': { id: '' },
  "an operator's and approver's id in another workspace": { id: who.both, teamId: 'T0ELSEWHERE' },
  "an operator's and approver's id in lower case": { id: who.both.toLowerCase() },
  'an id with a blank behind it': { id: `${who.both} ` },
  'a group that may': { id: 'S1OPERATORS' },
  'a deactivated person without a workspace': { id: who.deactivated, teamId: undefined },
  'the bot itself': { id: 'U0BOT' },
};

/** Everything that this sender could send about a plot and its request. */
function everythingFrom(by: Sender, { plot, request }: Asked) {
  const { channel, target } = plot;
  const place = { channel };
  const threadTs = plot.roots()[0]?.ts ?? '';
  const offer = JSON.stringify({ action: 'start', target: 'jira-start', channel, threadTs });
  const value = plot.buttons(request)[0]?.value;
  const { deliver } = plot.story.slack;
  return [
    deliver.send('slash_commands', rawCommand(by, 'start jira-start', place)),
    deliver.send('slash_commands', rawCommand(by, `cancel ${target}`, place)),
    deliver.send('events_api', rawMention(by, 'start jira-start', place)),
    deliver.send('events_api', rawMention(by, 'cancel', { channel, threadTs })),
    deliver.send('interactive', rawShortcut(by, { ts: threadTs }, place)),
    deliver.send('interactive', rawPress(by, { actionId: 'request_approve', value }, place)),
    deliver.send('interactive', rawPress(by, { actionId: 'request_reject', value }, place)),
    deliver.send('interactive', rawPress(by, { actionId: 'offer_start', value: offer }, place)),
    deliver.send('interactive', rawForm(by, offer)),
    deliver.send('events_api', rawHome(by)),
  ];
}

describe('a payload that names nobody who may', () => {
  it.concurrent.for(['socket', 'http'] as const)('does nothing, in %s mode', async (mode, context) => {
    const { expect } = context;
    const scene = await asked({ mode }, context);
    const { plot, request, story, press } = scene;
    await plot.quiet(1_000);
    const said = story.slack.everything(plot.channel).length;
    for (const [name, by] of Object.entries(nobodies)) {
      const failed = (await Promise.all(everythingFrom(by, scene))).map((delivery) => delivery.failed);
      expect([name, ...failed.filter((one) => one !== undefined)]).toEqual([name]);
    }
    await plot.quiet(1_500);

    expect(story.targets['jira-start']?.posts()).toEqual([]);
    expect(plot.posts()).toEqual([]);
    expect(story.slack.everything('C1JIRASTART')).toEqual([]);
    expect(story.slack.everything(plot.channel)).toHaveLength(said);
    expect(story.slack.views().map(({ user, view }) => [user, view.type])).toEqual([
      [who.both, 'home'],
      [who.deactivated, 'home'],
    ]);
    for (const user of [who.both, who.deactivated]) expect(readHome(story.slack, user)).not.toContain(plot.target);
    expect(plot.buttons(request)).toHaveLength(2);

    expect(await press('approver', 'Approve')).toBe('may');
    await plot.line(/cancel: done/);
    expect(plot.posts()).toEqual(['cancel']);
  });
});
