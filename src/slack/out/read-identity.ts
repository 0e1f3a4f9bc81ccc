import * as answers from './answers.js';
import type { Call } from './call.js';
import type { Identity } from './client.js';

/** Asks Slack who the bot is. */
export async function readIdentity(call: Call): Promise<Identity> {
  const answer = await call('auth.test', {}, answers.authTest);
  return {
    teamId: answer.team_id,
    userId: answer.user_id,
    // A link into Slack's own web client works for every workspace.
    url: answer.url ?? `https://app.slack.com/client/${answer.team_id}/`,
    scopes: answer.response_metadata?.scopes ?? [],
    ...(answer.team === undefined ? {} : { team: answer.team }),
    ...(typeof answer.enterprise_id === 'string' ? { enterpriseId: answer.enterprise_id } : {}),
    ...(answer.bot_id === undefined ? {} : { botId: answer.bot_id }),
  };
}
