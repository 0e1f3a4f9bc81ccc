import { describe, it, type TestContext } from 'vitest';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { aStory, cast, type Story, type StoryOptions } from '../support/story.js';

/** Alice has asked to finalize; the others may approve. */
async function asked(context: TestContext, options: StoryOptions = {}) {
  const story = await aStory({ before: readyToFinalize, ...options }, context);
  const answer = await story.type(cast.alice, 'approve confluence');
  const request = await story.openRequest();
  return { story, answer, request };
}

const needsTwo = { config: { approval: { required: 2, expires: '30m' } } };

const approvals = (story: Story): number => story.count(/approve: approved by/);

describe.each([
  ['one process', ['all']],
  ['two web and two worker processes', ['web', 'web', 'worker', 'worker']],
] as const)('with %s', (_name, roles) => {
  it.concurrent('sixty clicks at once, by two people, lead to one approval and one POST', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context, { roles });
    const [bob, carol] = [cast.bob, cast.carol].map((who) => story.slack.people.as(who));
    const clicks = await Promise.all(
      [bob, carol].map((who) => who?.click(request, { buttonText: 'Approve', times: 30 })),
    );
    await story.line(/Upgrade finished/);
    await eventually('an answer to every click', () =>
      clicks.every((click) => click !== undefined && click.answers().length === 30),
    );
    await story.quiet();

    const answers = clicks.flatMap((click) => click?.answers().map((answer) => story.read(answer)) ?? []);
    expect(story.posts()).toEqual(['approve']);
    expect(approvals(story)).toBe(1);
    expect(story.count(/approve: done/)).toBe(1);
    expect(answers.filter((answer) => answer.startsWith('Approved.'))).toHaveLength(1);
    expect(answers.filter((answer) => answer.startsWith('Too late'))).toHaveLength(59);
  });

  it.concurrent('an approval and a rejection at once lead to one decision', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context, { roles });
    const [bob, carol] = [story.slack.people.as(cast.bob), story.slack.people.as(cast.carol)];
    await Promise.all([bob.click(request, { buttonText: 'Approve' }), carol.click(request, { buttonText: 'Reject' })]);
    await eventually('a decision', () => story.buttons(request).length === 0);
    await story.quiet();

    const [approved, rejected] = [approvals(story), story.count(/approve: rejected by/)];
    expect(approved + rejected).toBe(1);
    expect(story.posts()).toEqual(approved === 1 ? ['approve'] : []);
  });
});

describe('an action that needs two approvals', () => {
  it.concurrent('waits for a second approver, and counts one person once', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context, needsTwo);
    expect(await story.press(cast.bob, request, 'Approve')).toContain('1 of 2');
    expect(await story.press(cast.bob, request, 'Approve')).toContain('approved this already');
    await story.line(/approved by @bob \(1 of 2 needed\)/);
    await eventually('the request to name who approved', () => /so far by @bob/.test(story.read(request)));
    expect(story.posts()).toEqual([]);
    expect(story.buttons(request)).toHaveLength(2);

    await story.press(cast.carol, request, 'Approve');
    await story.line(/approve: done/);

    expect(story.posts()).toEqual(['approve']);
    expect(story.buttons(request)).toEqual([]);
    expect(story.read(request)).toContain('approved by @bob, @carol');
  });

  it.concurrent('takes simultaneous approvals by two people as two', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context, needsTwo);
    await Promise.all([story.press(cast.bob, request, 'Approve'), story.press(cast.carol, request, 'Approve')]);
    await story.line(/approve: done/);
    expect(approvals(story)).toBe(2);
    expect(story.posts()).toEqual(['approve']);
  });

  it.concurrent('is off as soon as one person rejects it', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context, needsTwo);
    await story.press(cast.bob, request, 'Approve');
    await story.press(cast.carol, request, 'Reject');
    await story.line(/approve: rejected by @carol/);
    await eventually('no buttons', () => story.buttons(request).length === 0);
    expect(story.posts()).toEqual([]);
  });
});

describe('a request', () => {
  it.concurrent('is off when an approver rejects it, and later clicks are answered privately', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context);
    expect(await story.press(cast.bob, request, 'Reject')).toContain('Rejected');
    await story.line(/approve: rejected by @bob/);
    await eventually('no buttons', () => story.buttons(request).length === 0);
    const said = story.slack.everything(cast.channel).length;

    const late = await story.press(cast.carol, request, 'Approve', { stale: true });

    expect(late).toMatch(/Too late.*rejected.*@bob/);
    expect(story.read(request)).toMatch(/rejected by @bob, \d{4}-/);
    await story.quiet();
    expect(story.slack.everything(cast.channel)).toHaveLength(said);
    expect(story.posts()).toEqual([]);
  });

  it.concurrent('is withdrawn by the person who asked, and may be asked for again', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context);
    expect(await story.press(cast.alice, request, 'Reject')).toContain('Withdrawn');
    await story.line(/approve: withdrawn by @alice/);
    await eventually('no buttons', () => story.buttons(request).length === 0);

    await story.type(cast.bob, 'approve confluence');
    await story.press(cast.alice, await story.openRequest(), 'Approve');
    await story.line(/approve: done/);

    expect(story.requests()).toHaveLength(2);
    expect(story.posts()).toEqual(['approve']);
  });

  it.concurrent('says so when nobody but the asker could approve it', async (context) => {
    const { expect } = context;
    const { answer, story, request } = await asked(context, {
      before: (stage) => {
        readyToFinalize(stage);
        stage.slack.workspace.setGroup(cast.approvers, [cast.alice, cast.guest]);
      },
    });
    expect(answer).toContain('nobody but you could approve');
    expect(story.read(request)).toContain('nobody but the person who asked could approve');
  });

  it.concurrent('cannot be approved by anybody while rights cannot be read', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context);
    await eventually('rights older than 2 s', () => Date.now() - lastRightsRead(story) > 2_100);
    const fault = story.slack.faults.fail('users.info', { times: 1_000 });
    expect(await story.press(cast.bob, request, 'Approve')).toContain('rights could not be read');
    fault.clear();
    const groups = story.slack.faults.fail('usergroups.users.list', { times: 1_000 });
    const answer = await story.press(cast.bob, request, 'Approve');
    groups.clear();
    expect(answer).not.toContain('Approved');
    expect(answer).toContain('rights could not be read');
    expect(story.posts()).toEqual([]);
  });

  it.concurrent('is decided by rights as they are at the click: who has left the group may not', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context);
    story.slack.workspace.setGroup(cast.approvers, [cast.alice, cast.carol]);
    await eventually('rights older than 2 s', () => Date.now() - lastRightsRead(story) > 2_100);
    expect(await story.press(cast.bob, request, 'Approve')).toContain('not among its approvers');
    story.slack.workspace.changeUser(cast.carol, { deleted: true });
    expect(await story.press(cast.carol, request, 'Approve')).toContain('Only full members');
    expect(story.posts()).toEqual([]);
    expect(story.buttons(request)).toHaveLength(2);
  });
});

/** When people or groups were last read from Slack (epoch ms): such a reading may serve for two seconds. */
function lastRightsRead({ slack }: Story): number {
  const methods = ['users.info', 'usergroups.users.list'];
  return Math.max(0, ...slack.calls.filter(({ method }) => methods.includes(method)).map(({ at }) => at));
}
