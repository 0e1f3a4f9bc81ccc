import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { type InstabaseStory, openInstabaseStory } from '../support/instabase-story.js';
import { cast } from '../support/story.js';

const mention = 'ask <!channel> or <@U0BOB> &lt;!here&gt; *now* <https://evil.example|click>';
const long = `begin ${'stack '.repeat(3_332)}end of it`;
const LINES = 5_000;

/** Texts that the bot sent to Slack, refused ones included. */
function sent(story: InstabaseStory): { method: string; text: string; blocks: string }[] {
  const methods = ['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'response_url'];
  return story.slack.calls
    .filter(({ method }) => methods.includes(method))
    .map(({ method, args }) => ({ method, text: String(args.text), blocks: JSON.stringify(args.blocks ?? []) }));
}

/** A line every few milliseconds, most of them warnings, as a stage that repeats one step over and over logs them. */
async function logMany({ ib }: InstabaseStory): Promise<void> {
  for (let index = 1; index <= LINES; index += 1) {
    ib.run.log(index % 10 === 0 ? 'ERROR' : 'WARNING', `pod webapp-${index} is not ready: ${mention}`);
    if (index % 50 === 0) await delay(60);
  }
}

/** Three hundred configs with lines that hold secrets. */
function largeDiff(story: InstabaseStory): string {
  const secret = 'hkd0A29FGd0GCS7gFa0RF1KkQpmR3mqUTM46KqS9BlxJayEi';
  const names = Array.from({ length: 300 }, (_, index) => `config-${index} ${index === 0 ? '<!channel>' : ''}`.trim());
  const change = [
    { lineNumber: 1, data: `password: ${secret}` },
    { lineNumber: 2, data: 'replicas: 3' },
  ];
  story.ib.findings.diff = {
    diffs: Object.fromEntries(names.map((name) => [name, { added: change, deleted: [] }])),
    configs: Object.fromEntries(names.map((name) => [name, `kind: ConfigMap\ndata:\n  token: ${secret}\n`])),
    includedObjectNames: names,
    deletedObjectNames: names.map((name) => `old-${name}`),
    deprecationOverriddenObjectNames: [],
  };
  return secret;
}

describe('long, many and hostile texts of Instabase', () => {
  let story: InstabaseStory;
  let secret: string;
  let postsBefore = 0;
  let postsAfter = 0;
  let longestSilence = 0;
  const answers: Record<string, string> = {};

  beforeAll(async () => {
    story = await openInstabaseStory({ instabase: { stageMs: Number.POSITIVE_INFINITY } });
    const { ib } = story;
    ib.run.create();
    secret = largeDiff(story);
    await story.line(/^CONFIRM_START:/);
    answers.diff = await story.type(cast.alice, 'diff ib');
    answers.full = await story.type(cast.alice, 'diff ib --full');
    ib.run.enterStage('MIGRATE_DB');
    await story.line(/^MIGRATE_DB:/);
    ib.run.log('ERROR', long);
    ib.run.log('WARNING', mention);
    await story.line(/WARNING in MIGRATE_DB/);
    ib.run.failStage(long);
    await story.line(/Warning: MIGRATE_DB has failed/);
    answers.status = await story.type(cast.alice, 'status ib');
    ib.run.act('retry');
    await story.line(/^MIGRATE_DB: UNDERWAY/);
    ib.run.enterStage('RUN_ACTIONS');
    await story.line(/^RUN_ACTIONS:/);
    const posts = (): number => sent(story).filter(({ method }) => method === 'chat.postMessage').length;
    postsBefore = posts();
    const answering = watchAnswers();
    await logMany(story);
    longestSilence = await answering();
    await story.line(/RUN_ACTIONS.*logs more warnings and errors than are shown/);
    await story.quiet();
    postsAfter = posts();
    ib.run.finishStage();
    await story.line(/^CHECK_HEALTH:/);
    ib.run.finishStage();
    await story.line(/^CONFIRM_COMPLETION:/);
    answers.events = await story.type(cast.alice, 'events ib RUN_ACTIONS');
    answers.complete = await story.type(cast.alice, `complete ib ${mention}`);
    answers.request = story.read(await story.openRequest());
    // The names of 300 configs, their lines, and the log.
    await eventually('three files', () => story.slack.files().length === 3);
    await story.quiet();
  }, 120_000);
  afterAll(() => story?.stop());

  /** Asks for the state again and again. @returns how to end that; resolves with the longest wait for an answer (ms) */
  function watchAnswers(): () => Promise<number> {
    let ended = false;
    let longest = 0;
    const asking = (async () => {
      while (!ended) {
        const from = performance.now();
        await story.type(cast.bob, 'status ib');
        longest = Math.max(longest, performance.now() - from);
        await delay(500);
      }
    })();
    return async () => {
      ended = true;
      await asking;
      return longest;
    };
  }

  it('are nothing that Slack refuses', () => {
    const refused = story.slack.calls.filter(({ accepted, error }) => !accepted && error !== 'ratelimited');
    expect(refused.map(({ method, error }) => `${method}: ${error}`)).toEqual([]);
  });

  it('are no mention in any text', () => {
    const texts = sent(story).map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(20);
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

  it('are shown as they were written', () => {
    expect(story.lines().join('\n')).toContain(`WARNING in MIGRATE_DB: ${mention}`);
  });

  it('are cut where they are long, with how to read all of it', () => {
    const [line = ''] = story.lines().filter((one) => one.includes('ERROR in MIGRATE_DB: begin stack'));
    expect(line.length).toBeLessThan(800);
    expect(line).toContain('/upgrade events ib MIGRATE_DB');
    for (const text of [story.card(), answers.status ?? '']) {
      expect(text.length).toBeLessThan(8_000);
    }
    expect(answers.status).toContain('begin stack');
  });

  it('do not flood the channel: 5,000 lines take a few messages', () => {
    expect(postsAfter - postsBefore).toBeLessThan(30);
    expect(story.count(/in RUN_ACTIONS: pod webapp-/)).toBe(100);
    expect(story.count(/RUN_ACTIONS.*logs more warnings and errors than are shown/)).toBe(1);
  });

  it('do not keep people waiting', () => {
    expect(longestSilence).toBeLessThan(3_000);
  });

  it('are all in the file that the person who asked gets', () => {
    const [file] = story.slack.files().filter(({ name }) => name === 'events-RUN_ACTIONS.txt');
    const text = file?.content.toString() ?? '';
    expect(text.split('\n').filter((line) => line.includes('RUN_ACTIONS'))).toHaveLength(LINES);
    expect(answers.events).toContain(`${LINES} lines`);
  });

  it('are counted in the request where not all can be named, errors first', () => {
    const { request = '' } = answers;
    expect(request).toContain(`RUN_ACTIONS and CHECK_HEALTH logged ${LINES / 10} ERROR lines and 4500 WARNING lines`);
    expect(request).toContain('pod webapp-10 is not ready');
    expect(request).toMatch(/\d+ more are not shown here/);
    expect(request.length).toBeLessThan(9_000);
  });

  it('give a diff that can be read, and never what configs hold', () => {
    const { diff = '', full = '' } = answers;
    expect(diff).toContain('300');
    expect(diff).toMatch(/and \d+ more/);
    expect(diff.length).toBeLessThan(6_000);
    const everywhere = [diff, full, ...sent(story).map(({ text, blocks }) => text + blocks)].join('\n');
    expect(everywhere).not.toContain(secret);
    const files = story.slack.files().map(({ content }) => content.toString());
    expect(files.filter((text) => text.includes(secret))).toEqual([]);
    expect(files.filter((text) => text.includes('replicas: 3'))).toHaveLength(1);
  });
});
