import type { Problem } from '../core/checkup.js';
import { asAppError } from '../core/errors.js';

const installAgain = 'Add the scope on the app\'s page "OAuth & Permissions" and install the app again.';
const copyToken = 'Copy the bot token from the app\'s page "OAuth & Permissions" again and restart the bot.';

/** What to do about Slack's words (https://docs.slack.dev/reference/methods/auth.test, section on errors). */
const remedies: Readonly<Record<string, string>> = {
  missing_scope: installAgain,
  not_allowed_token_type: copyToken,
  not_authed: copyToken,
  invalid_auth: copyToken,
  token_revoked: copyToken,
  token_expired: copyToken,
  account_inactive: 'Install the app in the workspace again, then copy its new bot token.',
};

/** What a call of Slack that failed says about something that was to be checked. */
export function slackTrouble(error: unknown): Pick<Problem, 'result' | 'detail' | 'remedy'> {
  const { kind, message } = asAppError(error);
  if (kind !== 'slack-refused') {
    return { result: 'unknown', detail: message, remedy: 'Run doctor again in a minute.' };
  }
  const remedy = Object.hasOwn(remedies, message) ? remedies[message] : undefined;
  const look = "Look the word up in Slack's reference of its Web API.";
  return { result: 'failed', detail: `Slack says ${message}`, remedy: remedy ?? look };
}
