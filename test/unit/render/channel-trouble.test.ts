import { describe, expect, it } from 'vitest';
import { repairedMessage, troubleMessage } from '../../../src/slack/render/channel-trouble.js';
import { expectSound, readable } from '../../support/rendered.js';

const context = { channel: 'C0OPS', problem: 'not_in_channel', target: 'confluence', bot: 'U0BOT' };

describe('what operators are told of a channel', () => {
  it('is why it refuses messages, what to do, and that nothing is lost', () => {
    const rendered = troubleMessage(context);
    expectSound(rendered);
    expect(readable(rendered)).toBe(
      `The bot cannot post in #C0OPS, where the upgrade of confluence is followed: the bot is not in it (not_in_channel).
What to do: Type /invite @U0BOT in #C0OPS.
Nothing is lost: the bot goes on watching, and posts what is due, in order, within 20 seconds of the repair.`,
    );
  });

  it.each(['toString', 'some_new_word', `<!channel> ${'x'.repeat(100_000)}`])(
    "is Slack's own word where there is no other: %.20s",
    (problem) => {
      const rendered = troubleMessage({ ...context, problem, target: 'a<!here>\u202e' });
      expectSound(rendered);
      expect(readable(rendered)).toContain('Slack refuses messages to it');
      expect(readable(rendered)).toContain(problem.slice(0, 8));
    },
  );

  it('is that it takes them again', () => {
    const rendered = repairedMessage({ channel: 'C0OPS' });
    expectSound(rendered);
    expect(readable(rendered)).toBe('The bot is posting again in #C0OPS. Nothing else has to be done.');
  });
});
