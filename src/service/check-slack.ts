import { checkClock } from '../core/check-clock.js';
import type { ArrivalKind, Check, ExamineSlack, TokenFacts } from '../core/checkup.js';
import { checkListed } from './check-listed.js';
import { inBatches } from './in-batches.js';
import { slackTrouble } from './slack-trouble.js';

/** What the configuration names in Slack, each id once. */
export interface Named {
  readonly channels: readonly string[];
  /** Users and user groups. */
  readonly listed: readonly string[];
}

/** Calls of Slack at once: its limits are per minute, and people wait. */
const AT_ONCE = 5;

/**
 * Whether Slack is set up for the bot: token, scopes, channels, the people and groups that are listed.
 * @param arrived kinds of deliveries that have come; undefined when that is not known
 */
export async function checkSlack(
  slack: ExamineSlack,
  { channels, listed }: Named,
  arrived: ReadonlySet<ArrivalKind> | undefined,
): Promise<Check[]> {
  let token: TokenFacts;
  try {
    token = await slack.token();
  } catch (error) {
    // Without the token no other call would say more.
    return [{ name: 'token', ...slackTrouble(error) }];
  }
  return [
    { name: 'token', result: 'ok', detail: `accepted by ${token.team ?? 'the workspace'} (${token.teamId})` },
    scopeCheck(token),
    ...(await inBatches(channels, AT_ONCE, (id) => channelCheck(slack, id))),
    ...(await inBatches(listed, AT_ONCE, (id) => checkListed(slack, id))),
    ...arrivalChecks(arrived),
    checkClock('Slack', token.clock),
  ];
}

function scopeCheck({ missing }: TokenFacts): Check {
  const name = 'scopes';
  if (missing === undefined) {
    const remedy = 'Compare the scopes on the app\'s page "OAuth & Permissions" with manifest.yml.';
    return { name, result: 'unknown', detail: 'Slack does not say what the token may do', remedy };
  }
  if (missing.length === 0) return { name, result: 'ok', detail: 'all are granted' };
  const lacking = missing.map(({ scope, purpose }) => `${scope} (${purpose})`).join(', ');
  return {
    name,
    result: missing.some(({ essential }) => essential) ? 'failed' : 'warning',
    detail: `the token lacks ${lacking}`,
    remedy: 'Add them on the app\'s page "OAuth & Permissions" and install the app again.',
  };
}

async function channelCheck(slack: ExamineSlack, id: string): Promise<Check> {
  const base = { name: 'channel', about: id };
  try {
    const channel = await slack.channel(id);
    if (channel === undefined) {
      const remedy = 'Check the id; if the channel is private, invite the bot to it.';
      return { ...base, result: 'failed', detail: 'Slack shows the bot no such channel', remedy };
    }
    if (channel.isArchived) {
      const remedy = 'Unarchive it, or configure another channel; what is due is posted then.';
      return { ...base, result: 'failed', detail: 'it is archived', remedy };
    }
    if (!channel.isMember) {
      const remedy = 'Invite the bot to it; what is due is posted then.';
      return { ...base, result: 'failed', detail: 'the bot is not in it', remedy };
    }
    if (!channel.isExternal) return { ...base, result: 'ok', detail: 'the bot is in it' };
    const remedy = 'Use a channel of your own workspace: people outside read there what is upgraded, and when.';
    return { ...base, result: 'warning', detail: 'it is shared with another organisation', remedy };
  } catch (error) {
    return { ...base, ...slackTrouble(error) };
  }
}

/** Whether commands and presses arrive cannot be found out by reading: what has come once is the only evidence. */
function arrivalChecks(arrived: ReadonlySet<ArrivalKind> | undefined): Check[] {
  if (arrived === undefined) return [];
  return [
    arrived.has('command')
      ? { name: 'commands', result: 'ok', detail: 'have arrived' }
      : {
          name: 'commands',
          result: 'unknown',
          detail: 'no slash command has arrived yet',
          remedy: 'Type the command with the word help in Slack; without an answer, look at the command in the app.',
        },
    arrived.has('click')
      ? { name: 'buttons', result: 'ok', detail: 'presses have arrived' }
      : {
          name: 'buttons',
          result: 'unknown',
          detail: 'no press of a button has arrived yet',
          remedy:
            'Press a button of the next request for approval; without an answer, switch on "Interactivity & Shortcuts" in the app.',
        },
  ];
}
