import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.js';
import { answerPrivately, type EphemeralSender } from '../../../src/slack/in/answer.js';
import { capturedLog } from '../../support/captured-log.js';

const answer = { text: 'Hello', blocks: [] };

/** Port 9 on loopback has no listener; `fetch` itself refuses some such ports, which is as good. */
const brokenUrl = 'http://127.0.0.1:9/commands/secret';

describe('a private answer', () => {
  it('goes to the channel, for the person alone, when its address does not work', async () => {
    const logger = capturedLog();
    const sent: unknown[] = [];
    const sender: EphemeralSender = { ephemeral: async (message) => void sent.push(message) };
    await answerPrivately({ user: 'U1', channel: 'C1', responseUrl: brokenUrl }, answer, { sender, logger });
    expect(sent).toEqual([{ channel: 'C1', user: 'U1', text: 'Hello', blocks: [] }]);
    expect(logger.all()).not.toContain('commands/secret');
  });

  it('is logged as lost when nothing works, and throws nothing', async () => {
    const logger = capturedLog();
    const sender: EphemeralSender = {
      ephemeral: () => Promise.reject(new AppError('slack-refused', 'not_in_channel')),
    };
    await answerPrivately({ user: 'U1', channel: 'C1', threadTs: '1.0' }, answer, { sender, logger });
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        values: { user: 'U1', channel: 'C1', detail: 'not_in_channel' },
        text: 'private answer could not be delivered',
      },
    ]);
  });

  it('is logged as lost when there is nowhere to send it', async () => {
    const logger = capturedLog();
    const sender: EphemeralSender = { ephemeral: () => Promise.reject(new Error('must not be called')) };
    await answerPrivately({ user: 'U1', channel: undefined }, answer, { sender, logger });
    expect(logger.lines.map((line) => line.text)).toEqual(['answer has nowhere to go']);
  });
});
