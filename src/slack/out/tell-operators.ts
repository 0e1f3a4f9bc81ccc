import { asAppError } from '../../core/errors.js';
import type { UpgradeView } from '../../core/view.js';
import { metadataEventType } from '../ids.js';
import { repairedMessage, troubleMessage } from '../render/channel-trouble.js';
import type { Rendered } from '../render/message.js';
import type { SlackUser } from './answers.js';
import type { PublisherDeps } from './publisher-deps.js';

/** More people are not told: it only takes one to repair a channel. */
const PEOPLE_TOLD = 20;

/** With these words of Slack's no direct message would arrive either. */
const tokenWords: readonly string[] = [
  'token_revoked',
  'token_expired',
  'invalid_auth',
  'not_authed',
  'account_inactive',
];

/**
 * Notes that a channel refuses messages, and tells the target's operators, once per channel and problem. What goes wrong
 * with telling one of them is logged and stops nobody.
 * @param problem Slack's own word
 * @throws AppError kind `store-down`
 */
export async function tellTrouble(
  deps: PublisherDeps,
  { target }: UpgradeView,
  channel: string,
  problem: string,
): Promise<void> {
  const tell = await deps.troubles.note({ channel, problem, target });
  if (!tell || tokenWords.includes(problem)) return;
  await tellOperators(deps, target, (bot) => troubleMessage({ channel, problem, target, bot }));
  await deps.troubles.told(channel, problem);
}

/** Tells the target's operators that a channel takes messages again. Never throws. */
export async function tellRepaired(deps: PublisherDeps, { target }: UpgradeView, channel: string): Promise<void> {
  await tellOperators(deps, target, () => repairedMessage({ channel }));
}

async function tellOperators(deps: PublisherDeps, target: string, draw: (bot: string) => Rendered): Promise<void> {
  try {
    const { userId } = await deps.slack.self();
    const message = draw(userId);
    const ids = await peopleOf(deps, target);
    await Promise.all(ids.slice(0, PEOPLE_TOLD).map((id) => tell(deps, id, message)));
  } catch (error) {
    deps.log.warn({ target, err: asAppError(error) }, 'operators could not be told about a channel');
  }
}

/** Ids of the target's operators, groups resolved as far as Slack says who is in them. */
async function peopleOf(deps: PublisherDeps, target: string): Promise<string[]> {
  const readings = (deps.settingsOf(target)?.operators ?? []).map(async (id) => {
    if (!id.startsWith('S')) return [id];
    try {
      return await deps.slack.groupMembers(id);
    } catch (error) {
      deps.log.warn({ group: id, err: asAppError(error) }, 'could not find out who is in a group of operators');
      return [];
    }
  });
  return [...new Set((await Promise.all(readings)).flat())];
}

async function tell(deps: PublisherDeps, user: string, message: Rendered): Promise<void> {
  try {
    if (!isMember(await deps.slack.userInfo(user))) return;
    const channel = await deps.slack.openDirect(user);
    const metadata = { event_type: metadataEventType, event_payload: { key: `${deps.keyPrefix}/told` } };
    await deps.slack.post({ channel, ...message, metadata });
  } catch (error) {
    deps.log.warn({ user, err: asAppError(error) }, 'a person could not be told about a channel');
  }
}

/** Guests, bots and people of elsewhere are told nothing, whatever list they are on. */
function isMember(user: SlackUser | undefined): boolean {
  if (user === undefined) return false;
  const { deleted, is_bot, is_app_user, is_restricted, is_ultra_restricted, is_stranger, is_invited_user } = user;
  return ![deleted, is_bot, is_app_user, is_restricted, is_ultra_restricted, is_stranger, is_invited_user].includes(
    true,
  );
}
