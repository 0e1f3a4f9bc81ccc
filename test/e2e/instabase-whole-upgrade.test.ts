import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../../src/sandbox/instabase/dialect.js';
import type { Message } from '../../src/sandbox/slack/state.js';
import { eventually } from '../support/eventually.js';
import { type InstabaseStory, openInstabaseStory } from '../support/instabase-story.js';
import { doubledLines } from '../support/once.js';
import { cast } from '../support/story.js';

/** As the published page's samples write, and as an older gateway in front of the same product would. */
const dialects = {
  camel: { spelling: 'camel', events: 'nested', enums: 'numbers' },
  snake: {
    spelling: 'snake',
    events: 'flat',
    enums: 'names',
    wrapped: true,
    gateway: 'gateway-v1',
    emptyAnswers: 'nothing',
  },
} as const satisfies Record<string, Partial<Dialect>>;

const stages = [
  'CONFIRM_START',
  'TURN_DOWN',
  'MIGRATE_DB',
  'WRITE_NEW_CONFIGS',
  'UNDO_TURN_DOWN',
  'RUN_ACTIONS',
  'CHECK_HEALTH',
  'CONFIRM_COMPLETION',
  'COMPLETED',
];

interface Played {
  readonly story: InstabaseStory;
  readonly answers: Readonly<Record<string, string>>;
  readonly brokenCard: string;
  readonly request: Message;
  readonly requestAsked: string;
  readonly ownPress: string;
}

/** Up to the start: what a careful operator asks and does. */
async function prepare(story: InstabaseStory, answers: Record<string, string>): Promise<void> {
  answers.preflight = await story.type(cast.alice, 'preflight ib');
  answers.create = await story.type(cast.alice, 'create ib 23.07.0 --size LARGE --keep aws-config quarterly release');
  await story.line(/create: done/);
  await story.does('validate');
  answers.diff = await story.type(cast.alice, 'diff ib');
  answers.full = await story.type(cast.alice, 'diff ib --full');
  await story.does('start');
}

/** A stage that fails and is retried, a pause and its end, warnings, and the last stage. */
async function run(story: InstabaseStory): Promise<string> {
  const { ib } = story;
  await story.line(/^TURN_DOWN:/);
  ib.run.finishStage();
  await story.line(/^MIGRATE_DB:/);
  ib.run.failStage('could not lock table "jobs"');
  await story.line(/Warning: MIGRATE_DB has failed/);
  const brokenCard = await eventually('the card of a failed stage', () =>
    story.card().includes('could not lock') ? story.card() : undefined,
  );
  await story.does('retry', 'the lock is gone');
  await story.line(/^MIGRATE_DB: UNDERWAY/);
  await story.does('pause', 'for the night');
  await story.line(/A pause was asked for/);
  ib.run.finishStage();
  await story.line(/The run is paused/);
  await story.does('retry', 'good morning');
  for (const stage of ['WRITE_NEW_CONFIGS', 'UNDO_TURN_DOWN', 'RUN_ACTIONS', 'CHECK_HEALTH']) {
    await story.line(new RegExp(`^${stage}:`));
    if (stage === 'RUN_ACTIONS') {
      ib.run.log('WARNING', 'index of documents is slow');
      ib.run.log('INFO', 'nothing to see here');
      ib.run.log('ERROR', 'reindex gave up after 3 tries');
    }
    if (stage === 'CHECK_HEALTH') ib.run.log('WARNING', 'webapp answers slowly');
    ib.run.finishStage();
  }
  await story.line(/^CONFIRM_COMPLETION:/);
  return brokenCard;
}

async function play(mode: 'socket' | 'http', dialect: Partial<Dialect>): Promise<Played> {
  const story = await openInstabaseStory({
    mode,
    roles: mode === 'http' ? ['web', 'worker', 'worker'] : ['all'],
    instabase: { dialect, stageMs: Number.POSITIVE_INFINITY, validateMs: 300 },
  });
  const answers: Record<string, string> = {};
  await prepare(story, answers);
  const brokenCard = await run(story);
  answers.complete = await story.type(cast.alice, 'complete ib tested by the plan');
  const request = await story.openRequest();
  const requestAsked = story.read(request);
  const ownPress = await story.press(cast.alice, request, 'Approve');
  await story.press(cast.bob, request, 'Approve');
  await story.line(/Upgrade finished/);
  await eventually('the finished card', () => story.card().includes('Upgrade finished'));
  await story.quiet();
  return { story, answers, brokenCard, request, requestAsked, ownPress };
}

describe.each([
  ['socket', 'camel'],
  ['http', 'snake'],
] as const)('a whole upgrade of Instabase in %s mode, spelled in %s case', (mode, spelling) => {
  let played: Played;
  beforeAll(async () => {
    played = await play(mode, dialects[spelling]);
  }, 90_000);
  afterAll(() => played?.story.stop());

  it('sends every POST exactly once', () => {
    expect(played.story.posts()).toEqual(['create', 'start', 'retry', 'pause', 'retry', 'complete']);
    expect(played.story.ib.posts().map(({ refusal }) => refusal)).toEqual(Array.from({ length: 6 }, () => undefined));
  });

  it('uploads the bundle with the size and the configs to keep', () => {
    const [creation] = played.story.ib.posts();
    expect(creation?.files.map(({ field, fileName }) => `${field}: ${fileName}`).sort()).toEqual([
      'base_configs: base_configs.zip',
      'default_patches: default_patches.tgz',
    ]);
    expect(creation?.fields).toEqual([
      ['deprecated_configs_to_keep', 'aws-config'],
      ['resourcing_size', 'LARGE'],
    ]);
  });

  it('validates once and tells what was found', () => {
    expect(played.story.ib.requests.filter(({ verb }) => verb === 'validate')).toHaveLength(1);
    expect(played.story.lines().filter((line) => /validate: done.*no errors/.test(line))).toHaveLength(1);
  });

  it('answers preflight and diff to the person who asked alone', () => {
    expect(played.answers.preflight).toContain('RBAC properly configured.');
    expect(played.answers.preflight).toContain('Monitoring service account in namespace.');
    expect(played.answers.diff).toContain('webapp-ingress');
    expect(played.story.lines().filter((line) => line.includes('webapp-ingress'))).toEqual([]);
  });

  it('sends the whole diff as a file to the person who asked, with nothing of it in the channel', async () => {
    const [file] = await eventually('the file', () => {
      const files = played.story.slack.files();
      return files.length > 0 ? files : undefined;
    });
    expect(file?.name).toBe('diff.txt');
    expect(played.answers.full).toContain('diff.txt');
    expect(played.story.slack.files()).toHaveLength(1);
    const channel = played.story.slack.everything(cast.channel).map((message) => played.story.read(message));
    expect(channel.join('\n')).not.toContain('onprem-dbupdate');
  });

  it('has one root message', () => {
    expect(played.story.roots()).toHaveLength(1);
  });

  it('names every stage once as entered, in the order of the run', () => {
    expect(played.story.told()).toEqual(stages);
  });

  it('says no line twice but for the second retry', () => {
    const twice = doubledLines(played.story.lines()).map((line) => /retry: done/.test(line));
    expect(twice).toEqual([true]);
  });

  it.each(stages.slice(0, -1))('tells once that %s is done', (stage) => {
    expect(played.story.count(new RegExp(`^${stage}: COMPLETED`))).toBe(1);
  });

  it('tells the failed stage, its error and what can be done, in the thread and in the card', () => {
    expect(played.story.count(/^MIGRATE_DB: FAILED/)).toBe(1);
    expect(played.story.count(/Warning: MIGRATE_DB has failed: could not lock table "jobs"/)).toBe(1);
    for (const said of ['/upgrade retry ib', '/upgrade continue ib', '/upgrade rollback ib']) {
      expect(played.brokenCard).toContain(said);
    }
  });

  it('tells an asked pause apart from a pause, and the pause after the stage that it waited for', () => {
    const lines = played.story.lines();
    const at = (pattern: RegExp): number => lines.findIndex((line) => pattern.test(line));
    expect(at(/A pause was asked for and has not taken hold yet/)).toBeGreaterThan(at(/pause: done/));
    expect(at(/The run is paused/)).toBeGreaterThan(at(/^MIGRATE_DB: COMPLETED/));
    expect(at(/^WRITE_NEW_CONFIGS:/)).toBeGreaterThan(at(/The run is paused/));
  });

  it('tells warnings and errors of a stage that completes all the same, and nothing else of its log', () => {
    expect(played.story.count(/WARNING in RUN_ACTIONS: index of documents is slow/)).toBe(1);
    expect(played.story.count(/ERROR in RUN_ACTIONS: reindex gave up after 3 tries/)).toBe(1);
    expect(played.story.count(/WARNING in CHECK_HEALTH: webapp answers slowly/)).toBe(1);
    expect(played.story.count(/nothing to see here/)).toBe(0);
  });

  it('says when what Instabase serves goes down and when it is up again', () => {
    const lines = played.story.lines();
    const down = lines.findIndex((line) => line.includes('Outage'));
    const up = lines.findIndex((line) => line.includes('everything is down is through'));
    expect(down).toBeGreaterThan(lines.findIndex((line) => line.startsWith('TURN_DOWN:')));
    expect(up).toBeGreaterThan(lines.findIndex((line) => line.startsWith('UNDO_TURN_DOWN:')));
  });

  it('asks a second person to complete, with every warning and error and without a way back', () => {
    const { requestAsked, request, answers } = played;
    expect(answers.complete).toContain('waits for the approvers');
    expect(request.broadcast).toBe(true);
    for (const said of [
      '@approvers',
      '@alice',
      'tested by the plan',
      'CONFIRM_COMPLETION',
      '23.07.0',
      'RUN_ACTIONS logged WARNING: index of documents is slow',
      'RUN_ACTIONS logged ERROR: reindex gave up after 3 tries',
      'CHECK_HEALTH logged WARNING: webapp answers slowly',
      'no way back',
      'Stands until',
    ]) {
      expect(requestAsked).toContain(said);
    }
  });

  it('does not count the press of the person who asked', () => {
    expect(played.ownPress).toMatch(/own|yourself|you asked/i);
    expect(played.story.read(played.request)).toContain('approved by @bob');
    expect(played.story.buttons(played.request)).toEqual([]);
  });

  it('ends the card with the result, the release and the people', () => {
    const card = played.story.card();
    for (const said of ['Upgrade finished', '23.07.0', '@alice', 'quarterly release', '@bob', 'COMPLETED']) {
      expect(card).toContain(said);
    }
  });

  it('needed nothing that Slack refuses', () => {
    const refused = played.story.slack.calls.filter(({ accepted, error }) => !accepted && error !== 'ratelimited');
    expect(refused.map(({ method, error }) => `${method}: ${error}`)).toEqual([]);
  });
});
