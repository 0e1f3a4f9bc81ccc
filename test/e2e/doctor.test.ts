import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { aStory, cast } from '../support/story.js';

describe('a bot that is not in its channel, with a Redis that may drop what it holds', () => {
  it('says so in its log when it starts and to whoever asks doctor, with what to do', async () => {
    const story = await aStory({
      redis: { url: null },
      before: ({ slack }) => slack.workspace.kickBot(cast.channel),
    });
    const warnings = () =>
      story.bot
        .output()
        .split('\n')
        .filter((line) => line.includes('not set up as the bot needs'));
    // The store's lines are the last.
    await eventually('the log to name the store', () => warnings().find((line) => line.includes('append-only file')));

    const answer = await story.type(cast.mallory, 'doctor');

    expect(warnings().find((line) => line.includes(cast.channel))).toMatch(/"remedy":"Invite the bot/);
    expect(warnings().filter((line) => line.includes('"target"'))).toEqual([]);
    expect(answer).toContain('channel #ops (failed): the bot is not in it. Invite the bot to it');
    expect(answer).toContain('append-only file (warning): off');
    expect(answer).toMatch(/buttons \(not known\): no press of a button has arrived yet/);
    expect(answer).toMatch(/confluence: 9 checks \(connection, credentials, upgrade API/);
    expect(answer).not.toContain('slash command has arrived');
  });
});

describe('doctor', () => {
  it('names what a target refuses', async () => {
    const story = await aStory();
    story.cluster.faults.status(403, 'XSRF check failed');

    const answer = await story.type(cast.mallory, 'doctor confluence');

    expect(answer).toMatch(
      /access \(failed\): GET \S+ was answered 403: XSRF check failed\. The filter against forged/,
    );
  });
});
