import type { FaultSwitch } from './switch.js';

const FOR_EVER = Number.POSITIVE_INFINITY;

export const slackSwitches: readonly FaultSwitch[] = [
  {
    id: 'slack-429',
    where: 'slack',
    kind: 'switch',
    label: 'Slack says 429 to every call',
    see: 'The card and the thread stand still; what has happened meanwhile follows in order, each line once, after this is switched off.',
    words: 'Slack says 429 to every call',
    begin: ({ stage: { slack } }) => slack.faults.rateLimit('*', { times: FOR_EVER, retryAfter: 1 }).clear,
  },
  {
    id: 'slack-lost-reply',
    where: 'slack',
    kind: 'push',
    label: 'Lose the reply to the next post',
    see: 'The next message appears, and the bot never learns it. It looks before it posts again: nothing stands there twice, and what follows comes some seconds later.',
    words: 'the reply to the next post will be lost',
    push({ stage: { slack } }) {
      const fault = slack.faults.loseReply('chat.postMessage');
      return { hasStruck: () => fault.hits() > 0, end: fault.clear };
    },
  },
  {
    id: 'slack-outage',
    where: 'slack',
    kind: 'switch',
    label: 'Slack is down',
    see: 'Commands and clicks fail, as they do in a real outage. The upgrade goes on; the thread catches up in order when Slack is back.',
    words: 'Slack is down',
    begin: ({ stage: { slack } }) => slack.faults.outage().clear,
  },
  {
    id: 'slack-refresh',
    where: 'slack',
    kind: 'push',
    label: 'Slack renews its connections',
    see: 'Nothing. The bot moves to new connections, as it does every few hours, and goes on answering.',
    words: 'Slack renews the connections of the bot',
    blocked: ({ stage: { slack } }) => (slack.openSockets() > 0 ? null : 'no connection is open'),
    push({ stage: { slack } }) {
      slack.faults.refreshSockets('refresh_requested', { sockets: 1 });
      return undefined;
    },
  },
];
