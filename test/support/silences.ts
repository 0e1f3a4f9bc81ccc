import type { Fault } from '../../src/sandbox/slack/faults.js';
import type { Story } from './story.js';

const many = { times: 1_000 };
type Break = (story: Story, method: string) => Fault;

/** Ways in which Slack does not tell about a person or a group. */
export const silences: Readonly<Record<string, Break>> = {
  'answers HTTP 500': ({ slack }, method) => slack.faults.fail(method, { ...many, status: 500 }),
  'answers with a page': ({ slack }, method) => slack.faults.html(method, many),
  'rate-limits the bot': ({ slack }, method) => slack.faults.rateLimit(method, { ...many, retryAfter: 30 }),
  'cuts the connection': ({ slack }, method) => slack.faults.loseReply(method, many),
  'has taken the scope away': ({ slack }, method) => slack.faults.fail(method, { ...many, error: 'missing_scope' }),
  'has trouble of its own': ({ slack }, method) => slack.faults.fail(method, { ...many, error: 'internal_error' }),
};
