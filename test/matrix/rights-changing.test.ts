import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/state.js';
import type { Workspace } from '../../src/sandbox/slack/workspace.js';
import { answered, bySlashCommand, type Verdict, verdictOf } from '../support/asking.js';
import { openRightsStage, type Played, plotOf, who } from '../support/rights-stage.js';
import type { Story } from '../support/story.js';

/** Rights that were read may serve for two seconds. */
const RIGHTS_AGE_MS = 2_000;

/** What becomes of the approver of a target between the request and the press. */
interface Change {
  readonly target: string;
  readonly what: string;
  readonly approvers: readonly string[];
  readonly change: (workspace: Workspace) => void;
  readonly verdict: Verdict;
}

const group = (id: string, handle: string, users: string[]) => ({ id, handle, users });

const changes: readonly Change[] = [
  {
    target: 'confluence-start',
    what: 'is deactivated',
    approvers: ['U2A'],
    change: (workspace) => workspace.changeUser('U2A', { deleted: true }),
    verdict: 'no member',
  },
  {
    target: 'confluence-cancel',
    what: 'becomes a guest',
    approvers: ['U2B'],
    change: (workspace) => workspace.changeUser('U2B', { is_restricted: true }),
    verdict: 'no member',
  },
  {
    target: 'confluence-approve',
    what: 'moves to another workspace',
    approvers: ['U2C'],
    change: (workspace) => workspace.changeUser('U2C', { team_id: 'T0ELSEWHERE' }),
    verdict: 'no member',
  },
  {
    target: 'bitbucket-start',
    what: 'leaves the group',
    approvers: ['S2D'],
    change: (workspace) => workspace.setGroup('S2D', ['U2A']),
    verdict: 'no approver',
  },
  {
    target: 'bitbucket-cancel',
    what: 'is in a group that is disabled',
    approvers: ['S2E'],
    change: (workspace) => workspace.setGroup('S2E', ['U2E'], { disabled: true }),
    verdict: 'no approver',
  },
];

/** The approver of a change, as the id stands in the workspace. */
const approverOf = ({ approvers: [id = ''] }: Change): string => id.replace(/^S/, 'U');

const perTarget = {
  ...Object.fromEntries(changes.map(({ target, approvers }) => [target, { approvers }])),
  'jira-start': { approvers: [who.both, who.deactivated, who.guestOfOneChannel] },
  'jira-cancel': { approval: { required: 2, actions: ['cancel'] } },
};

function addPeople({ slack: { workspace } }: Pick<Story, 'slack'>): void {
  for (const id of ['U2A', 'U2B', 'U2C', 'U2D', 'U2E']) workspace.addUser({ id, name: id.toLowerCase() });
  workspace.addGroup(group('S2D', 'leaving', ['U2D']));
  workspace.addGroup(group('S2E', 'closing', ['U2E']));
}

async function press(plot: Played, user: string, request: Message, buttonText = 'Approve'): Promise<string> {
  const pressed = await plot.story.slack.people.as(user).click(request, { buttonText });
  return await answered(plot, pressed.answers);
}

async function asked(story: Story, target: string, by: string = who.operator) {
  const plot = plotOf(story, target);
  const answer = await bySlashCommand(plot, by);
  return { plot, answer, request: await plot.openRequest() };
}

describe('a request that waits', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openRightsStage({ perTarget, before: addPeople });
  });
  afterAll(() => story?.stop());

  it.concurrent.for(changes)(
    'is not decided by an approver who $what after it was made',
    async (change, { expect }) => {
      const { plot, request } = await asked(story, change.target);
      const approver = approverOf(change);
      // Known to the bot as it was, so that only a fresh reading can tell.
      const known = await story.slack.people.as(approver).command('list', { channel: plot.channel });
      expect(await answered(plot, known.answers)).toContain(change.target);
      change.change(story.slack.workspace);
      await delay(RIGHTS_AGE_MS + 100);

      expect(verdictOf(await press(plot, approver, request))).toBe(change.verdict);
      expect(verdictOf(await press(plot, approver, request, 'Reject'))).toBe(change.verdict);
      expect(plot.buttons(request)).toHaveLength(2);
      expect(plot.posts()).toEqual([]);
    },
  );

  it.concurrent('for nobody but the asker says so, and the asker may not approve it', async ({ expect }) => {
    const { plot, answer, request } = await asked(story, 'jira-start', who.both);
    expect(answer).toContain('nobody but you could approve');
    expect(plot.read(request)).toContain('nobody but the person who asked could approve');
    for (let times = 0; times < 3; times += 1) {
      expect(verdictOf(await press(plot, who.both, request))).toBe('own request');
    }
    expect(plot.posts()).toEqual([]);
  });

  it.concurrent('for two approvals counts neither the asker nor one person twice', async ({ expect }) => {
    const { plot, request } = await asked(story, 'jira-cancel', who.both);
    expect(await press(plot, who.approver, request)).toContain('1 of 2');
    expect(await press(plot, who.approver, request)).toContain('approved this already');
    for (const user of [who.both, who.member, who.operator, who.deactivated, who.stranger]) {
      expect(verdictOf(await press(plot, user, request))).not.toBe('may');
    }
    expect(plot.posts()).toEqual([]);
    expect(verdictOf(await press(plot, who.approverByGroup, request))).toBe('may');
    await plot.line(/cancel: done/);
    expect(plot.posts()).toEqual(['cancel']);
  });
});

describe('a request made before a restart with other approvers', () => {
  it('is not decided by somebody who is no longer among them', async ({ expect, onTestFinished }) => {
    const story = await openRightsStage();
    onTestFinished(() => story.stop());
    const { plot, request } = await asked(story, 'confluence-cancel');
    await story.bot.end('SIGKILL');
    const file: object = JSON.parse(readFileSync(story.configFile, 'utf8'));
    writeFileSync(story.configFile, JSON.stringify({ ...file, approvers: [who.both] }));
    await story.startReady();

    expect(verdictOf(await press(plot, who.approver, request))).toBe('no approver');
    expect(verdictOf(await press(plot, who.approverByGroup, request, 'Reject'))).toBe('no approver');
    expect(plot.posts()).toEqual([]);
    expect(verdictOf(await press(plot, who.both, request))).toBe('may');
    await plot.line(/cancel: done/);
    expect(plot.posts()).toEqual(['cancel']);
  });
});
