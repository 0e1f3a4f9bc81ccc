import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'vitest';
import { bySlashCommand, withdraw } from '../support/asking.js';
import { eventually } from '../support/eventually.js';
import { rawForm, rawPress } from '../support/raw-payloads.js';
import { openRightsStage, plotOf, who } from '../support/rights-stage.js';

const approver = { id: who.approver };
const operator = { id: who.operator };

interface Named {
  readonly target: string;
  readonly upgrade: number;
  readonly request: string;
}

const namedBy = (text: string | undefined): Named => JSON.parse(text ?? '{}') as Named;

/** Two requests wait, on two targets; one of them has a predecessor that was taken back. */
async function twoRequests(mode: 'socket' | 'http', { onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  const story = await openRightsStage({ mode, perTarget: { 'bitbucket-start': { operators: [who.both] } } });
  onTestFinished(() => story.stop());
  const [here, there] = [plotOf(story, 'confluence-cancel'), plotOf(story, 'jira-approve')];
  await bySlashCommand(here, who.operator);
  const old = namedBy(here.buttons(await here.openRequest())[0]?.value);
  await withdraw(here, who.operator);
  await Promise.all([bySlashCommand(here, who.operator), bySlashCommand(there, who.operator)]);
  const requests = [await here.openRequest(), await there.openRequest()];
  const [mine, other] = [here, there].map((plot, at) => {
    const request = requests[at];
    return namedBy(request && plot.buttons(request)[0]?.value);
  });
  if (mine === undefined || other === undefined) throw new Error('no requests');
  await here.quiet();
  return { story, here, there, old, mine, other };
}

type Scene = Awaited<ReturnType<typeof twoRequests>>;

/** Values that no open request has; an approver presses them. */
function forgedValues({ old, mine, other }: Scene): unknown[] {
  const json = JSON.stringify;
  return [
    json({ ...mine, request: other.request }),
    json({ ...mine, target: other.target }),
    json({ ...mine, target: 'nothing' }),
    json({ ...mine, target: '__proto__' }),
    json({ ...mine, target: mine.target.toUpperCase() }),
    json({ ...mine, upgrade: mine.upgrade + 1 }),
    json({ ...mine, upgrade: 0 }),
    json({ ...mine, upgrade: -1 }),
    json({ ...mine, upgrade: 1e21 }),
    json({ ...mine, upgrade: 1.5 }),
    json({ ...mine, upgrade: String(mine.upgrade) }),
    json({ ...mine, request: '' }),
    json({ ...mine, request: randomUUID() }),
    json({ ...mine, request: mine.request.toUpperCase() }),
    json({ ...mine, request: `${mine.request} ` }),
    json({ ...mine, request: [mine.request] }),
    json({ ...mine, request: { toString: mine.request } }),
    json({ ...mine, more: true }),
    json([mine]),
    json(json(mine)),
    json(mine).slice(0, -1),
    `${json(mine)}${' '.repeat(3000)}`,
    json(old),
    mine.request,
    'x'.repeat(100_000),
    '{"__proto__":{"target":"confluence-cancel"}}',
    'null',
    '',
    '\u0000',
    undefined,
    null,
    7,
    mine,
  ];
}

/** Buttons that are not the bot's, with the value of one that is. */
const forgedIds = [
  'request_Approve',
  'request_approve2',
  ' request_approve',
  'approve',
  '',
  'offer_approve',
  '__proto__',
];

/** Forms about what the person may not, or nobody can, ask for. */
function forgedForms({ here, mine }: Scene): object[] {
  const { channel } = here;
  const threadTs = here.roots()[0]?.ts ?? '';
  const offer = { action: 'start', target: 'bitbucket-start', channel, threadTs };
  return [
    rawForm(operator, offer),
    rawForm(operator, { ...offer, target: 'confluence-start', action: 'retry' }),
    rawForm(operator, { ...offer, target: 'confluence-start', action: 'finalize' }),
    rawForm(operator, { ...offer, target: 'confluence-start', action: 'approve' }),
    rawForm(operator, { ...offer, target: 'confluence-start', action: 'start confluence-start' }),
    rawForm(operator, { ...offer, target: 'confluence-start --to 1.0' }),
    rawForm(operator, { ...offer, target: 'constructor' }),
    rawForm(operator, { ...offer, target: 'confluence-start', by: who.both }),
    rawForm(operator, { ...offer, target: 'confluence-start', channel: ['C1'] }),
    rawForm(operator, mine),
    rawForm(operator, ''),
    rawForm(operator, '{'),
    rawForm(operator, 'x'.repeat(3000)),
    rawForm(operator, { ...offer, target: 'confluence-start' }, { callback_id: 'ask_actions' }),
    rawForm(operator, { ...offer, target: 'confluence-start' }, { state: { values: [] } }),
    rawForm(operator, { ...offer, target: 'confluence-start' }, { state: undefined }),
    rawForm(operator, { ...offer, target: 'confluence-start' }, { private_metadata: 7 }),
    rawForm({ id: who.approver }, { ...offer, target: 'confluence-start' }),
    rawForm({ id: who.member }, { ...offer, target: 'confluence-start' }),
  ];
}

function payloadsOf(scene: Scene): object[] {
  const place = { channel: scene.here.channel };
  const buttons = ['request_approve', 'request_reject', 'offer_start', 'offer_cancel'];
  const pressed = forgedValues(scene).flatMap((value) =>
    buttons.map((actionId) => rawPress(approver, value === undefined ? { actionId } : { actionId, value }, place)),
  );
  const value = JSON.stringify(scene.mine);
  const misnamed = forgedIds.map((actionId) => rawPress(approver, { actionId, value }, place));
  return [...pressed, ...misnamed, ...forgedForms(scene)];
}

describe('a press or form that the bot never offered', () => {
  it.concurrent.for(['socket', 'http'] as const)(
    'decides and asks for nothing, and is answered privately or not at all, in %s mode',
    async (mode, context) => {
      const { expect } = context;
      const scene = await twoRequests(mode, context);
      const { story, here, there } = scene;
      const { slack, targets } = story;
      const said = () => Object.keys(targets).flatMap((name) => slack.everything(plotOf(story, name).channel));
      const before = said().map(({ ts }) => ts);
      const payloads = payloadsOf(scene);
      const sent = payloads.map((payload) => slack.deliver.send('interactive', { ...payload }));
      expect((await Promise.all(sent)).map(({ failed }) => failed)).toEqual(payloads.map(() => undefined));
      const told = (what: RegExp) =>
        eventually(`${what}`, () => slack.ephemerals(who.approver).some((answer) => what.test(here.read(answer))));
      await told(/no longer exists/);
      await told(/^Too late: this request .*withdrawn/);
      await here.quiet();

      expect(payloads.length).toBeGreaterThan(150);
      expect(said().map(({ ts }) => ts)).toEqual(before);
      for (const plot of [here, there]) {
        expect(plot.buttons(await plot.openRequest())).toHaveLength(2);
        expect(plot.posts()).toEqual([]);
      }
      const answers = () => slack.ephemerals(who.approver).map((answer) => here.read(answer));
      expect(answers().filter((answer) => /^(Approved|Rejected)/.test(answer))).toEqual([]);
    },
  );
});
