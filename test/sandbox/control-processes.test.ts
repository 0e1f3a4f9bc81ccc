import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Control, startControl } from '../../src/sandbox/control/server.js';
import type { TrafficPage } from '../../src/sandbox/control/shown.js';
import { speeds } from '../../src/sandbox/pace.js';
import { pageStage } from '../../src/sandbox/page-stage.js';
import { openSession, type Session } from '../../src/sandbox/session.js';
import { act, ask, post, seenBy, snapshot } from './control-fixture.js';

let session: Session;
let control: Control;

beforeAll(async () => {
  session = await openSession(() => undefined, {
    ...pageStage(speeds.fast),
    redis: { url: null, appendOnly: true },
  });
  control = await startControl(session);
  await session.startBot();
}, 60_000);

afterAll(async () => {
  await control.stop();
  await session.stop();
});

const shown = () => snapshot(control, 'alice');

/** The newest entry of the traffic of that kind. */
async function newest(kind: string) {
  const { text } = await ask(control, '/control/traffic');
  return (JSON.parse(text) as TrafficPage).entries.findLast((entry) => entry.kind === kind);
}

const command = (text: string) => act(control, 'alice/command', { text });

const lines = async (): Promise<string> => (await seenBy(control, 'alice')).messages.map(({ text }) => text).join('\n');

describe('the processes of a session', { timeout: 60_000 }, () => {
  it('are shown: one bot, and its store', async () => {
    expect((await shown()).processes).toEqual({ bots: 1, starting: 0, redis: 'up' });
  });

  it('answer what people type; the record has the time to the ack, and what came with it', async () => {
    const { answers } = await command('list');
    expect(answers.join()).toContain('confluence');
    const delivered = await newest('slash_commands');
    expect(delivered).toMatchObject({ direction: 'slack-to-bot', problem: null, request: { text: 'list' } });
    expect(delivered?.ms).toBeGreaterThan(0);
    expect(delivered?.ms).toBeLessThan(3_000);
  });

  it('count as silent when no ack comes within three seconds', async () => {
    await post(control, '/slack/faults/drop-ack');
    const typed = await command('list');
    expect(typed).toMatchObject({ failed: 'timeout', answers: [] });
    expect(await newest('slash_commands')).toMatchObject({ ms: null, problem: 'not acknowledged within 3 s' });
  });

  it('do not respond after a kill, neither to what is typed nor to a button, and do when started again', async () => {
    const bitbucket = { ...session.stage.targets.bitbucket?.cluster };
    await command('start bitbucket');
    for (const { id } of bitbucket.nodes?.() ?? []) bitbucket.setNode?.(id, { version: '9.4.3' });
    await expect.poll(lines, { timeout: 15_000 }).toContain('READY_TO_RUN_UPGRADE_TASKS:');
    await command('approve bitbucket');

    expect((await post(control, '/faults/bot-kill')).status).toBe(200);
    expect((await shown()).processes.bots).toBe(0);
    expect((await shown()).faults.find(({ id }) => id === 'bot-kill')?.blocked).toBe('it does not run');
    const typed = await command('list');
    expect(typed).toMatchObject({ failed: 'unreachable', answers: [] });
    expect(typed.shown).toContain('/upgrade failed');
    const pressed = await act(control, 'bob/click', { button: 'Approve' });
    expect(pressed.failed).toBe('unreachable');
    expect(pressed.shown).toBeDefined();
    expect(await newest('interactive')).toMatchObject({ ms: null, problem: 'no connection of the bot is open' });

    await post(control, '/faults/bot-start');
    expect((await shown()).processes.bots).toBe(1);
    const again = await act(control, 'bob/click', { button: 'Approve' });
    expect(again.answers.join()).toContain('Approved');
    await expect.poll(lines, { timeout: 15_000 }).toContain('Upgrade finished');
  });

  it('move to new connections when Slack asks for it, and go on answering', async () => {
    expect((await post(control, '/faults/slack-refresh')).status).toBe(200);
    expect(await newest('disconnect: refresh_requested')).toMatchObject({ direction: 'slack-to-bot', problem: null });
    expect((await command('list')).answers.join()).toContain('confluence');
  });

  it('say that the store cannot be reached after a kill of Redis, and have their data when it is back', async () => {
    await post(control, '/faults/redis-kill');
    expect((await shown()).processes.redis).toBe('down');
    const honest = await command('status bitbucket');
    expect(honest.failed).toBeUndefined();
    expect(honest.answers.join()).toMatch(/store|cannot reach/i);

    await post(control, '/faults/redis-restart');
    expect((await shown()).processes.redis).toBe('up');
    const history = async () => (await command('history bitbucket')).answers.join();
    await expect.poll(history, { timeout: 20_000, interval: 500 }).toContain('#1');
  });
});

describe('a reset', { timeout: 60_000 }, () => {
  it('begins everything anew in a few seconds, and the versions go on', async () => {
    await post(control, '/targets/confluence/nodes/confluence-0/fail');
    await post(control, '/faults/slack-429', { on: true });
    await post(control, '/faults/bot-kill');
    await post(control, '/faults/redis-kill');
    const before = await shown();

    const begun = performance.now();
    const { status } = await post(control, '/reset');
    const took = performance.now() - begun;

    expect(status).toBe(200);
    const after = await shown();
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.slack.messages).toEqual([]);
    expect(after.slack.ephemerals).toEqual([]);
    expect(after.processes).toEqual({ bots: 1, starting: 0, redis: 'up' });
    expect(after.faults.filter(({ on }) => on)).toEqual([]);
    expect(after.targets.map(({ state }) => state)).toEqual(['STABLE', 'STABLE', 'STABLE', 'no upgrade']);
    expect((await command('history bitbucket')).answers.join()).not.toContain('#1');
    // Four seconds on a machine that has nothing else to do.
    expect(took).toBeLessThan(10_000);
  });

  it('tells those who listen, over and over on the same connection', async () => {
    const told: number[] = [];
    const stop = session.onChanged(() => told.push(session.version()));
    await post(control, '/reset');
    await post(control, '/targets/jira/nodes/jira-0/fail');
    stop();
    const last = told.at(-1) ?? 0;
    expect(last).toBe(session.version());
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });
});
