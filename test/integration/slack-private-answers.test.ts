import { afterEach, describe, expect, it } from 'vitest';
import type { Shown } from '../../src/core/answers.js';
import { plainText } from '../../src/sandbox/slack/plain-text.js';
import { type Edge, ops, startEdge } from '../support/slack-edge.js';

const running: Edge[] = [];

afterEach(async () => {
  for (const edge of running.splice(0)) await edge.stop();
});

const found: Shown = {
  kind: 'findings',
  target: 'ib',
  name: 'diff',
  findings: { summary: '2 configs differ', lines: ['a', 'b'], file: { name: 'ib-diff.txt', text: 'password: ***\n' } },
  tookMs: 100,
};

/** Alice asks for the whole difference; what she reads. */
async function asked(prepare: (edge: Edge) => void = () => undefined) {
  const edge = await startEdge('socket');
  running.push(edge);
  edge.services.answers.show = found;
  prepare(edge);
  const sent = await edge.slack.people.as('U0ALICE').command('diff ib --full', { channel: ops });
  await expect.poll(() => sent.answers().length).toBe(1);
  const [answer] = sent.answers();
  if (answer === undefined) throw new Error('no answer');
  return { edge, said: plainText(answer) };
}

describe('an answer that is too long for a message', () => {
  it('comes as a file to the person who asked, and to nobody else', async () => {
    const { edge, said } = await asked();

    expect(said).toContain('2 configs differ');
    expect(said).toContain('comes to you as a file, ib-diff.txt');
    const [direct, ...more] = edge.slack.everything('D00ALICE');
    expect(more).toEqual([]);
    expect(direct?.text).toBe('ib diff, as you asked for it. Nobody else gets it.');
    expect(edge.slack.files().map(({ content, channels }) => [String(content), channels])).toEqual([
      ['password: ***\n', ['D00ALICE']],
    ]);
    expect(edge.slack.everything(ops)).toEqual([]);
  });

  it('is there when the answer says so', async () => {
    const { edge } = await asked();

    const methods = edge.slack.calls.map(({ method }) => method);
    expect(methods.indexOf('files.completeUploadExternal')).toBeLessThan(methods.indexOf('response_url'));
    expect(methods).toContain('files.completeUploadExternal');
  });

  it('says that the file could not be sent, and why, with all the rest', async () => {
    const { edge, said } = await asked(({ slack }) =>
      slack.faults.fail('files.getUploadURLExternal', { error: 'missing_scope' }),
    );

    expect(said).toContain('2 configs differ');
    expect(said).toContain('could not be sent to you as a file: missing_scope');
    expect(said).not.toContain('comes to you');
    expect(edge.slack.files()).toEqual([]);
  });

  it('is never put into the channel, or into the log', async () => {
    const { edge } = await asked(({ slack }) => slack.faults.fail('upload_url', { status: 503 }));

    expect(edge.slack.everything(ops)).toEqual([]);
    expect(edge.logger.all()).not.toContain('password');
  });
});
