import { afterEach, describe, expect, it } from 'vitest';
import type { Offers } from '../../src/core/answers.js';
import { buttonsIn } from '../../src/sandbox/slack/buttons.js';
import { plainText } from '../../src/sandbox/slack/plain-text.js';
import { anUpgrade, aStatus } from '../support/builders.js';
import { type Edge, ops, startEdge } from '../support/slack-edge.js';

const running: Edge[] = [];

async function edgeOf(kind: 'socket' | 'http'): Promise<Edge> {
  const edge = await startEdge(kind);
  running.push(edge);
  return edge;
}

afterEach(async () => {
  for (const edge of running.splice(0)) await edge.stop();
});

const offered: Offers = {
  kind: 'offers',
  target: aStatus(),
  operator: true,
  actions: [{ action: 'approve', effect: 'Finalizes the upgrade.', wayBack: 'none.', required: 1 }],
};

/** A card with one reply, as the publisher posts them. */
async function postThread({ client }: Edge): Promise<{ card: string; reply: string }> {
  const content = { channel: ops, text: 'Card', blocks: [] };
  const metadata = { event_type: 'x', event_payload: { key: 'c' } };
  const { ts: card } = await client.post({ ...content, metadata });
  const { ts: reply } = await client.post({ ...content, metadata, threadTs: card });
  return { card, reply };
}

const firstOf = async <T>(read: () => readonly T[]): Promise<T> => {
  await expect.poll(() => read().length).toBeGreaterThan(0);
  const [first] = read();
  if (first === undefined) throw new Error('nothing came');
  return first;
};

/** Alice takes the shortcut in the thread and presses the first button; the form that opens. */
async function openForm(edge: Edge) {
  edge.services.answers.offers = offered;
  const alice = edge.slack.people.as('U0ALICE');
  const { reply } = await postThread(edge);
  const taken = await alice.shortcut(reply);
  const answer = await firstOf(taken.answers);
  const pressed = await alice.click(answer, { buttonText: 'Finalize' });
  return { alice, reply, answer, pressed };
}

describe.each(['socket', 'http'] as const)('the message shortcut over %s', (kind) => {
  it('is served for the thread of the message, and for a card as the thread it begins', async () => {
    const edge = await edgeOf(kind);
    const { card, reply } = await postThread(edge);
    for (const message of [card, reply]) {
      const taken = await edge.slack.people.as('U0ALICE').shortcut(message);
      expect((await firstOf(taken.answers)).text).toContain('belongs to no upgrade');
    }
    const asked = { channel: ops, ts: card, by: 'U0ALICE' };
    expect(edge.services.offered).toEqual([asked, asked]);
  });

  it('answers in the thread, to the person alone, with a button per action that is offered', async () => {
    const edge = await edgeOf(kind);
    const { answer } = await openForm(edge);
    expect(answer).toMatchObject({ user: 'U0ALICE', via: 'response_url' });
    expect(answer.thread_ts).toBeDefined();
    expect(buttonsIn(answer.blocks).map(({ text }) => text)).toEqual(['Finalize…']);
    expect(edge.services.asked).toEqual([]);
    expect(edge.slack.everything(ops)).toHaveLength(2);
  });

  it('opens a form, and what is sent with it is asked for like a command', async () => {
    const edge = await edgeOf(kind);
    const { alice, reply } = await openForm(edge);
    const form = await firstOf(() => edge.slack.views('U0ALICE'));
    expect(form.open).toBe(true);
    const sent = await alice.submit(form.id, { reason: { reason: { value: ' all <!here> well ' } } });
    await firstOf(sent.answers);
    expect(edge.services.asked).toEqual([
      { action: 'approve', target: 'confluence', reason: 'all <!here> well', by: 'U0ALICE' },
    ]);
    const thread = edge.slack.everything(ops).find(({ ts }) => ts === reply)?.thread_ts;
    expect(sent.answers()[0]).toMatchObject({ user: 'U0ALICE', thread_ts: thread });
  });

  it('asks without a reason when none is given', async () => {
    const edge = await edgeOf(kind);
    const { alice } = await openForm(edge);
    const form = await firstOf(() => edge.slack.views('U0ALICE'));
    await alice.submit(form.id, { reason: { reason: { value: null } } });
    await expect.poll(() => edge.services.asked).toEqual([{ action: 'approve', target: 'confluence', by: 'U0ALICE' }]);
  });

  it.each(['U0GUS', 'U0DAN', 'U0SUE'])('offers %s nothing', async (user) => {
    const edge = await edgeOf(kind);
    edge.services.answers.offers = offered;
    const { reply } = await postThread(edge);
    const answer = await firstOf((await edge.slack.people.as(user).shortcut(reply)).answers);
    expect(answer.text).toContain('Only full members');
    expect(buttonsIn(answer.blocks)).toEqual([]);
    expect(edge.services.offered).toEqual([]);
  });

  it('asks for nothing in the name of a person who is no longer a member when the form is sent', async () => {
    const edge = await edgeOf(kind);
    const { alice } = await openForm(edge);
    const form = await firstOf(() => edge.slack.views('U0ALICE'));
    edge.slack.workspace.changeUser('U0ALICE', { deleted: true });
    // Rights are shared between readings for a moment.
    const refusedByNow = async (): Promise<string> =>
      (await firstOf((await alice.command('list', { channel: ops })).answers)).text;
    await expect.poll(refusedByNow, { timeout: 5_000 }).toContain('Only full members');
    const sent = await alice.submit(form.id);
    expect((await firstOf(sent.answers)).text).toContain('Only full members');
    expect(edge.services.asked).toEqual([]);
  });

  it('names the command when the form cannot be opened in time', async () => {
    const edge = await edgeOf(kind);
    edge.slack.faults.fail('views.open', { status: 503, times: 1 });
    const { pressed } = await openForm(edge);
    expect((await firstOf(pressed.answers)).text).toContain('/upgrade approve confluence');
    expect(edge.services.asked).toEqual([]);
  });
});

describe('the answer to the shortcut', () => {
  const said = async (offers: Offers): Promise<{ text: string; buttons: number }> => {
    const edge = await edgeOf('socket');
    edge.services.answers.offers = offers;
    const { card } = await postThread(edge);
    const answer = await firstOf((await edge.slack.people.as('U0ALICE').shortcut(card)).answers);
    return { text: plainText(answer), buttons: buttonsIn(answer.blocks).length };
  };

  it('offers nothing to somebody who is no operator, and says why', async () => {
    const { text, buttons } = await said({ ...offered, operator: false, actions: [] });
    expect(text).toContain('STABLE');
    expect(text).toContain('not among the operators of confluence');
    expect(buttons).toBe(0);
  });

  it('names running upgrades with their links on any other message', async () => {
    const card = { kind: 'posted', channel: ops, ts: '1.0', link: 'https://slack.test/p1' } as const;
    const upgrade = anUpgrade();
    const { text } = await said({
      kind: 'elsewhere',
      running: [{ target: 'confluence', label: 'Confluence', upgrade, card }],
    });
    expect(text).toContain('belongs to no upgrade');
    expect(text).toMatch(/confluence \(Confluence\): .*upgrade #12/);
  });
});
