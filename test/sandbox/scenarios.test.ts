import { describe, expect, it, onTestFinished, type TestContext, vi } from 'vitest';
import { type Control, startControl } from '../../src/sandbox/control/server.js';
import type { PlayShown } from '../../src/sandbox/control/shown.js';
import { pageStage } from '../../src/sandbox/page-stage.js';
import { scenarios } from '../../src/sandbox/scenarios.js';
import { openSession, type Session } from '../../src/sandbox/session.js';
import { plainText } from '../../src/sandbox/slack/plain-text.js';
import { cast } from '../../src/sandbox/stage.js';
import { act, ask, post } from './control-fixture.js';

/** Starting a bot takes a second of a processor; the rest is waiting. */
vi.setConfig({ maxConcurrency: 4 });

interface Rehearsal {
  readonly session: Session;
  readonly control: Control;
  play(): Promise<PlayShown>;
}

async function rehearsal(context: Pick<TestContext, 'onTestFinished'> = { onTestFinished }): Promise<Rehearsal> {
  const session = await openSession(() => undefined, { ...pageStage(), redis: { url: null, appendOnly: true } });
  const control = await startControl(session);
  context.onTestFinished(async () => {
    await control.stop();
    await session.stop();
  });
  const play = async () => JSON.parse((await ask(control, '/control/play')).text) as PlayShown;
  return { session, control, play };
}

/** Waits until it is over. */
async function over({ play }: Rehearsal): Promise<PlayShown> {
  const ended = async () => {
    const shown = await play();
    expect(shown.status).not.toBe('playing');
    return shown;
  };
  return await vi.waitFor(ended, { timeout: 75_000, interval: 100 });
}

/** Every line that the channel and its threads show. */
const lines = ({ session: { stage } }: Rehearsal): string[] =>
  stage.slack.everything(cast.channel).flatMap((message) => plainText(message, stage.slack.nameOf).split('\n'));

const changes = ({ session: { stage } }: Rehearsal, target: string): string[] =>
  (stage.targets[target]?.posts() ?? []).map(({ verb }) => verb);

/** What must have come about in each, besides that all of its steps did. */
const outcomes: Readonly<Record<string, (rehearsal: Rehearsal) => void>> = {
  rolling(played) {
    expect(changes(played, 'confluence')).toEqual(['start', 'approve']);
    // On a slow machine the last node may be seen while it is off: that is told, rightly.
    const warnings = lines(played).filter((line) => line.includes('Warning') && !line.includes('is OFFLINE.'));
    expect(warnings).toEqual([]);
  },
  'node-fails'(played) {
    expect(lines(played).filter((line) => line.includes('Warning: confluence-1 is in ERROR'))).toHaveLength(1);
    const answers = played.session.stage.slack.ephemerals(cast.alice).map(({ text }) => text);
    expect(answers.join('\n')).toContain('approve is not possible on confluence now');
  },
  'nobody-finalizes'(played) {
    expect(lines(played).join('\n')).toContain('Left standing for');
    expect(changes(played, 'bitbucket')).toEqual(['start', 'approve']);
  },
  'failed-migration'(played) {
    expect(lines(played).filter((line) => line.includes('Warning: MIGRATE_DB has failed'))).toHaveLength(2);
    expect(played.session.stage.instabase?.server.run.state()).toMatchObject({ stage: 'ROLLEDBACK' });
  },
  'two-clicks'(played) {
    expect(changes(played, 'confluence')).toEqual(['approve']);
    expect(lines(played).filter((line) => line.includes('approve: approved by'))).toHaveLength(1);
    const people = [cast.bob, cast.carol];
    const answers = people.flatMap((id) => played.session.stage.slack.ephemerals(id)).map(({ text }) => text);
    expect(answers).toHaveLength(2);
  },
  'bot-killed'(played) {
    expect(lines(played).filter((line) => /^confluence-1: .*now on/.test(line))).toHaveLength(1);
    expect(changes(played, 'confluence')).toEqual(['start', 'approve']);
  },
};

describe('scenarios are played to their end', { timeout: 120_000 }, () => {
  it('all of them are described for somebody who has never seen the tool', () => {
    expect(scenarios.map(({ id }) => id)).toEqual(Object.keys(outcomes));
    for (const { about, steps } of scenarios) {
      expect(about.length).toBeGreaterThan(40);
      expect(steps.length).toBeGreaterThan(3);
    }
  });

  it.concurrent.for(scenarios.map(({ id }) => id))('%s', async (id, context) => {
    const played = await rehearsal(context);
    const picked = await post(played.control, '/scenario', { id });
    expect(JSON.parse(picked.text)).toMatchObject({ scenario: id, status: 'idle' });
    expect(played.session.bots()).toBe(1);
    const begun = await post(played.control, '/play', { speed: 'fast' });
    expect(JSON.parse(begun.text)).toMatchObject({ status: 'playing', speed: 'fast' });

    const shown = await over(played);

    expect(shown).toMatchObject({ status: 'done', problem: null });
    expect(shown.steps.every(({ state }) => state === 'done')).toBe(true);
    outcomes[id]?.(played);
  });
});

describe('playing', { timeout: 120_000 }, () => {
  it.concurrent('plays the first scenario when none was picked, and goes on where a person has begun', async (context) => {
    const played = await rehearsal(context);
    await played.session.startBot();
    await act(played.control, 'alice/command', { text: 'start confluence by hand' });
    await post(played.control, '/targets/confluence/nodes/confluence-1/upgrade', { wait: true });

    await post(played.control, '/play', { speed: 'fast' });

    expect(await over(played)).toMatchObject({ scenario: 'rolling', status: 'done' });
    expect(changes(played, 'confluence')).toEqual(['start', 'approve']);
    expect(lines(played).join('\n')).toContain('by hand');
  });

  it.concurrent('stops, goes on from where it stands, begins again after its end, and ends with a reset', async (context) => {
    const played = await rehearsal(context);
    await played.session.startBot();
    await post(played.control, '/play', { speed: 'slow' });
    const atThird = async () => expect((await played.play()).steps[2]?.state).toBe('now');
    await vi.waitFor(atThird, { timeout: 20_000, interval: 50 });
    const stopped = JSON.parse((await post(played.control, '/stop')).text) as PlayShown;
    expect(stopped).toMatchObject({ scenario: 'rolling', status: 'idle', problem: null });
    expect(stopped.steps.slice(0, 3).map(({ state }) => state)).toEqual(['done', 'done', 'waiting']);

    await post(played.control, '/play', { speed: 'fast' });
    expect(await over(played)).toMatchObject({ status: 'done', speed: 'fast' });
    expect(changes(played, 'confluence')).toEqual(['start', 'approve']);

    await post(played.control, '/play', { speed: 'normal' });
    expect((await played.play()).steps[0]?.state).not.toBe('waiting');
    expect(changes(played, 'confluence').length).toBeLessThan(2);
    await post(played.control, '/reset');
    expect(await played.play()).toMatchObject({ scenario: null, status: 'idle', steps: [] });
    expect(lines(played)).toEqual([]);
  });

  it.concurrent('takes another speed while it plays, and says which step did not come about', async (context) => {
    const played = await rehearsal(context);
    await played.session.startBot();
    await post(played.control, '/play', { speed: 'slow' });
    await post(played.control, '/faults/slack-outage', { on: true });
    await post(played.control, '/play', { speed: 'fast' });
    const failed = await over(played);
    expect(failed).toMatchObject({ status: 'failed', speed: 'fast' });
    expect(failed.problem).toContain('alice types /upgrade start confluence');
    expect(failed.steps[0]?.state).toBe('waiting');
  });

  it.concurrent('does again what the bot could not do without Redis', async (context) => {
    const played = await rehearsal(context);
    await played.session.startBot();
    await post(played.control, '/scenario', { id: 'rolling' });
    await post(played.control, '/faults/redis-kill');
    await post(played.control, '/play', { speed: 'fast' });
    const failed = await over(played);
    expect(failed.problem).toContain('The bot cannot reach its store');
    expect(failed.steps[0]?.state).toBe('waiting');

    await post(played.control, '/faults/redis-restart');
    await vi.waitFor(
      async () => {
        await post(played.control, '/play', { speed: 'fast' });
        expect(await over(played)).toMatchObject({ status: 'done', problem: null });
      },
      { timeout: 60_000, interval: 500 },
    );
    expect(changes(played, 'confluence')).toEqual(['start', 'approve']);
  });

  it.concurrent('picks a scenario without a new stage as long as nothing was done on this one', async (context) => {
    const played = await rehearsal(context);
    await played.session.startBot();
    const { stage } = played.session;
    await post(played.control, '/scenario', { id: 'rolling' });
    expect(played.session.stage).toBe(stage);
    await post(played.control, '/targets/ib/stages/MIGRATE_DB/fail');
    await post(played.control, '/scenario', { id: 'rolling' });
    expect(played.session.stage).not.toBe(stage);
  });

  it('refuses scenarios that there are not, and speeds', async () => {
    const { control } = await rehearsal();
    expect((await post(control, '/scenario', { id: 'nope' })).status).toBe(404);
    expect((await post(control, '/play', { speed: 'warp' })).status).toBe(400);
  });
});
