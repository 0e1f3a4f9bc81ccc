import { describe, expect, it } from 'vitest';
import { sendingOf } from '../../src/sandbox/page/composer/sending.js';
import { moved, suggestionsFor } from '../../src/sandbox/page/composer/suggestions.js';

const channel = { command: '/upgrade', bot: 'upgrade-bot', inThread: false };
const thread = { ...channel, inThread: true };

describe('what is sent', () => {
  it.for([
    ['  ', { kind: 'nothing' }],
    ['/upgrade', { kind: 'command', text: '' }],
    ['/upgrade  start confluence now', { kind: 'command', text: 'start confluence now' }],
    ['@upgrade-bot status', { kind: 'mention', text: 'status' }],
    ['@Upgrade-Bot: status', { kind: 'mention', text: 'status' }],
    ['@upgrade-bot', { kind: 'mention', text: '' }],
    ['@upgrade-bots status', { kind: 'say', text: '@upgrade-bots status' }],
    ['hello', { kind: 'say', text: 'hello' }],
    ['/upgrades list', { kind: 'refused', why: '/upgrades is not a valid command.' }],
  ] as const)('%j in a channel is %j', ([typed, sending]) => {
    expect(sendingOf(typed, channel)).toEqual(sending);
  });

  it('is refused when it is a command in a thread, as Slack does', () => {
    expect(sendingOf('/upgrade status', thread)).toEqual({
      kind: 'refused',
      why: '/upgrade is not supported in threads. Sorry!',
    });
  });

  it('may be a mention in a thread', () => {
    expect(sendingOf('@upgrade-bot approve', thread)).toEqual({ kind: 'mention', text: 'approve' });
  });
});

const known = {
  ...channel,
  commands: [
    { text: 'start confluence', does: 'begins' },
    { text: 'status confluence', does: 'shows' },
    { text: 'status ib', does: 'shows' },
  ],
  people: [{ name: 'bob', role: 'approver' }],
};
const labels = (typed: string) => suggestionsFor(typed, known).options.map(({ label }) => label);

describe('the menu over the composer', () => {
  it('offers every command after a slash, and Enter takes the first', () => {
    expect(labels('/')).toEqual(known.commands.map(({ text }) => `/upgrade ${text}`));
    expect(suggestionsFor('/up', known).takesFirst).toBe(true);
  });

  it('lets a whole command be sent although longer ones begin like it', () => {
    expect(labels('/upgrade status')).toEqual(['/upgrade status confluence', '/upgrade status ib']);
    expect(suggestionsFor('/upgrade status', known).takesFirst).toBe(false);
    expect(suggestionsFor('/upgrade', known).takesFirst).toBe(false);
  });

  it('closes behind a whole command, where the reason is typed', () => {
    expect(labels('/upgrade start confluence ')).toEqual([]);
    expect(labels('/upgrade start confluence security fix')).toEqual([]);
  });

  it('finds a command by a later word', () => {
    expect(labels('/conf')).toEqual(['/upgrade start confluence', '/upgrade status confluence']);
  });

  it('leaves room for a reason when it is taken', () => {
    expect(suggestionsFor('/upgrade sta', known).options[0]?.text).toBe('/upgrade start confluence ');
  });

  it('offers no command in a thread', () => {
    expect(suggestionsFor('/', { ...known, inThread: true }).options).toEqual([]);
  });

  it('offers the bot and people behind an @, anywhere in the text', () => {
    expect(labels('@')).toEqual(['@upgrade-bot', '@bob']);
    expect(suggestionsFor('ask @b', known).options).toMatchObject([{ label: '@bob', text: 'ask @bob ' }]);
  });

  it('offers nobody inside an address or a word', () => {
    expect(labels('mail ops@b')).toEqual([]);
    expect(labels('hello')).toEqual([]);
  });
});

describe('moving in the menu', () => {
  it('goes round both ends', () => {
    expect(moved(null, 1, 3)).toBe(0);
    expect(moved(null, -1, 3)).toBe(2);
    expect(moved(2, 1, 3)).toBe(0);
    expect(moved(0, -1, 3)).toBe(2);
  });

  it('has nowhere to go when there is nothing', () => {
    expect(moved(null, 1, 0)).toBe(null);
  });
});
