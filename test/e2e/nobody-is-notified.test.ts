import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rollNodes } from '../support/clusters.js';
import { cast, openStory, type Story } from '../support/story.js';

const names = ['<!channel>', '<@U0BOB>', '@here <!subteam^S0APPROVERS>'];
const reason = 'see <!here> <@U0BOB> @channel @bob @approvers <https://evil.example|click> *bold* &lt;!channel&gt;';

/** Everything the bot sent to Slack: messages, edits and private answers. */
function sent(story: Story): { text: string; blocks: string }[] {
  const methods = ['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'response_url'];
  return story.slack.calls
    .filter(({ method }) => methods.includes(method))
    .map(({ args }) => ({ text: String(args.text), blocks: JSON.stringify(args.blocks ?? []) }));
}

describe('mentions in a reason, in the names of nodes and in the errors of a product', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory({ cluster: { nodes: names, finalizeMs: 600 } });
    const { cluster } = story.cluster;
    await story.type(cast.alice, `start confluence ${reason}`);
    await story.line(/^READY_TO_UPGRADE:/);
    cluster.failNode('<!channel>');
    await story.line(/Warning.*<!channel>.*ERROR/);
    cluster.recoverNode('<!channel>');
    await rollNodes(story.cluster, () => Promise.resolve());
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    cluster.failFinalization([{ message: 'ask <!everyone> or <@U0BOB>', task: '<!here>' }]);
    await story.type(cast.alice, `approve confluence ${reason}`);
    await story.press(cast.carol, await story.openRequest(), 'Approve');
    await story.line(/Upgrade tasks failed/);
    await story.type(cast.alice, 'status confluence');
    await story.type(cast.alice, 'nodes confluence');
    await story.type(cast.alice, '<!channel> <@U0BOB>');
    await story.type(cast.alice, 'status <!channel>');
    await story.quiet();
  }, 60_000);
  afterAll(() => story?.stop());

  it('are shown as they were written', () => {
    const lines = story.lines().join('\n');
    expect(lines).toContain('<!channel>: ERROR');
    expect(lines).toContain('ask <!everyone> or <@U0BOB>');
    expect(story.card()).toContain('<!here> <@U0BOB> @channel @bob @approvers');
  });

  it('are no mention in any text', () => {
    const texts = sent(story).map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(8);
    expect(texts.filter((text) => /<!(channel|here|everyone)/.test(text))).toEqual([]);
    expect(texts.filter((text) => /<@U0BOB/.test(text))).toEqual([]);
    expect(texts.filter((text) => /<https:\/\/evil/.test(text))).toEqual([]);
  });

  it('are no mention in any block', () => {
    const blocks = sent(story).map((one) => one.blocks);
    expect(blocks.filter((text) => text.includes('"type":"broadcast"'))).toEqual([]);
    expect(blocks.filter((text) => text.includes('"user_id":"U0BOB"'))).toEqual([]);
    expect(blocks.filter((text) => text.includes('"type":"mrkdwn"') && /<[!@]/.test(text))).toEqual([]);
    expect(blocks.filter((text) => text.includes('"url":"https://evil'))).toEqual([]);
  });

  it('leave the approvers mentioned in requests for approval alone', () => {
    const mentioning = sent(story).filter(({ text, blocks }) => `${text}${blocks}`.includes('subteam^S0APPROVERS>'));
    const requests = story.requests().map(({ versions }) => versions[0]?.text);
    expect(requests).toHaveLength(1);
    for (const { text } of mentioning.filter((one) => /<!subteam/.test(one.text))) expect(requests).toContain(text);
  });
});
