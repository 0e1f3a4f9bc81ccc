import { describe, expect, it } from 'vitest';
import { buttonsIn } from '../../src/sandbox/slack/buttons.js';
import type { Ephemeral, Message, View } from '../../src/sandbox/slack/state.js';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { aStory, cast, type Story } from '../support/story.js';

const take = async (story: Story, who: string, message: Message): Promise<Ephemeral> => {
  const taken = await story.slack.people.as(who).shortcut(message);
  return await eventually(`an answer to ${who}`, () => taken.answers()[0]);
};

const labels = (answer: Ephemeral): string[] => buttonsIn(answer.blocks).map(({ text }) => text);

const openForm = (story: Story, who: string): Promise<View> =>
  eventually('a form', () => story.slack.views(who).find(({ open }) => open));

describe.each(['socket', 'http'] as const)('the message shortcut in %s mode', (mode) => {
  it('leads from the card to a request with its reason, and offers that no second time', async () => {
    const story = await aStory({ mode, before: readyToFinalize });
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    const [card] = story.roots();
    if (card === undefined) throw new Error('no card');
    const alice = story.slack.people.as(cast.alice);

    const offers = await take(story, cast.alice, card);
    expect(story.read(offers)).toMatch(/confluence \(Confluence\): READY_TO_RUN_UPGRADE_TASKS/);
    expect(story.read(offers)).toContain('Another person has to approve it');
    expect(labels(offers)).toEqual(['Finalize…']);

    await alice.click(offers, { buttonText: 'Finalize' });
    const form = await openForm(story, cast.alice);
    const sent = await alice.submit(form.id, { reason: { reason: { value: 'all nodes look well' } } });
    const answer = await eventually('an answer to the form', () => sent.answers()[0]);
    const request = story.read(await story.openRequest());

    expect(story.read(answer)).toContain('Asked for: Finalize the upgrade');
    expect(request).toContain('all nodes look well');
    expect(labels(await take(story, cast.alice, card))).toEqual([]);
    expect(story.posts()).toEqual([]);

    await story.press(cast.bob, await story.openRequest(), 'Approve');
    await story.line(/approve: done/);
    expect(story.posts()).toEqual(['approve']);
  });
});

describe('the message shortcut', () => {
  it('offers an operator what the state allows and others nothing, and refuses a form that comes too late', async () => {
    const story = await aStory();
    await story.type(cast.alice, 'start confluence');
    const line = await story.line(/^READY_TO_UPGRADE:/);
    const reply = story.slack.everything(cast.channel).find((message) => story.read(message).includes(line));
    if (reply === undefined) throw new Error('no reply');

    expect(labels(await take(story, cast.guest, reply))).toEqual([]);
    const look = await take(story, cast.mallory, reply);
    expect(story.read(look)).toContain('not among the operators');
    expect(labels(look)).toEqual([]);

    const offers = await take(story, cast.alice, reply);
    expect(labels(offers)).toEqual(['Cancel…']);
    const alice = story.slack.people.as(cast.alice);
    await alice.click(offers, { buttonText: 'Cancel' });
    const form = await openForm(story, cast.alice);
    await story.cluster.cluster.upgradeNode('confluence-0');
    await story.line(/^MIXED:/);
    const sent = await alice.submit(form.id);
    const refusal = await eventually('an answer to the form', () => sent.answers()[0]);

    expect(story.read(refusal)).toContain('is not possible');
    expect(story.posts()).toEqual(['start']);
  });

  it('names the running upgrades on a message that belongs to none', async () => {
    const story = await aStory({ before: readyToFinalize });
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    const message = story.slack.people.as(cast.mallory).say('good morning', { channel: cast.channel });
    const answer = story.read(await take(story, cast.mallory, message));
    expect(answer).toContain('This message belongs to no upgrade');
    expect(answer).toMatch(/confluence \(Confluence\): upgrade #1; every running node is upgraded/);
  });
});
