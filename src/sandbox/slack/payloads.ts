import type { Button } from './buttons.js';
import { wireMessage } from './messages.js';
import type { Settings } from './settings.js';
import type { Channel, Ephemeral, Message, State, User } from './state.js';

/** Slack still sends its old verification token; nobody should rely on it. */
const TOKEN = 'sandbox-verification-token';

const nameFor = (channel: Channel): string => {
  if (channel.im !== undefined) return 'directmessage';
  return channel.is_private ? 'privategroup' : channel.name;
};

const teamOf = (settings: Settings) => ({ id: settings.teamId, domain: settings.teamDomain });

const userFields = (user: User) => ({ id: user.id, username: user.name, name: user.name, team_id: user.team_id });

/** Form fields of a slash command. There is no thread in them. */
export const commandPayload = (
  { settings, state }: { settings: Settings; state: State },
  sent: { user: User; channel: Channel; command: string; text: string; triggerId: string; responseUrl: string },
): Record<string, unknown> => ({
  token: TOKEN,
  team_id: sent.user.team_id,
  team_domain: settings.teamDomain,
  channel_id: sent.channel.id,
  channel_name: nameFor(sent.channel),
  user_id: sent.user.id,
  user_name: sent.user.name,
  command: sent.command,
  text: sent.text,
  api_app_id: state.bot.appId,
  is_enterprise_install: 'false',
  response_url: sent.responseUrl,
  trigger_id: sent.triggerId,
});

/** Whose act it is, of which app: what all payloads of interactions begin with. */
export const interaction = ({ settings, state }: { settings: Settings; state: State }, user: User) => ({
  user: userFields(user),
  api_app_id: state.bot.appId,
  token: TOKEN,
  team: teamOf(settings),
  enterprise: null,
  is_enterprise_install: false,
});

/** The action of a pressed button. */
export const pressedButton = (state: State, button: Button) => ({
  action_id: button.action_id,
  block_id: button.block_id,
  type: 'button',
  text: { type: 'plain_text', text: button.text, emoji: true },
  ...(button.value === undefined ? {} : { value: button.value }),
  action_ts: state.nextTs(),
});

const isMessage = (pressed: Message | Ephemeral): pressed is Message => 'versions' in pressed;

const containerOf = (pressed: Message | Ephemeral) => ({
  type: 'message',
  message_ts: pressed.ts,
  channel_id: pressed.channel,
  is_ephemeral: !isMessage(pressed),
  ...(pressed.thread_ts === undefined ? {} : { thread_ts: pressed.thread_ts }),
});

/** A `block_actions` payload for one pressed button. An ephemeral message does not travel with its click. */
export const clickPayload = (
  cast: { settings: Settings; state: State },
  sent: {
    user: User;
    channel: Channel;
    pressed: Message | Ephemeral;
    button: Button;
    triggerId: string;
    responseUrl: string;
  },
): Record<string, unknown> => ({
  type: 'block_actions',
  ...interaction(cast, sent.user),
  container: containerOf(sent.pressed),
  trigger_id: sent.triggerId,
  channel: { id: sent.channel.id, name: nameFor(sent.channel) },
  ...(isMessage(sent.pressed) ? { message: wireMessage(cast.state, sent.pressed, true) } : {}),
  state: { values: {} },
  response_url: sent.responseUrl,
  actions: [pressedButton(cast.state, sent.button)],
});

/** A `message_action` payload: a message shortcut. */
export const shortcutPayload = (
  cast: { settings: Settings; state: State },
  sent: {
    user: User;
    channel: Channel;
    message: Message;
    callbackId: string;
    triggerId: string;
    responseUrl: string;
  },
): Record<string, unknown> => ({
  type: 'message_action',
  callback_id: sent.callbackId,
  ...interaction(cast, sent.user),
  action_ts: cast.state.nextTs(),
  trigger_id: sent.triggerId,
  response_url: sent.responseUrl,
  channel: { id: sent.channel.id, name: nameFor(sent.channel) },
  message_ts: sent.message.ts,
  message: wireMessage(cast.state, sent.message, true),
});

/** The `event_callback` wrapper around an event. */
export const eventPayload = (
  { settings, state }: { settings: Settings; state: State },
  event: Record<string, unknown>,
  isExternal = false,
): Record<string, unknown> => ({
  token: TOKEN,
  team_id: settings.teamId,
  context_team_id: settings.teamId,
  api_app_id: state.bot.appId,
  event,
  type: 'event_callback',
  event_id: state.nextId('Ev'),
  event_time: Math.floor(settings.now() / 1000),
  authorizations: [
    {
      enterprise_id: null,
      team_id: settings.teamId,
      user_id: state.bot.userId,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: isExternal,
});

/** The event of a message that mentions the bot. */
export const mentionEvent = (state: State, message: Message): Record<string, unknown> => {
  const team = state.users.get(message.user)?.team_id ?? state.teamId;
  return {
    type: 'app_mention',
    user: message.user,
    text: message.text,
    ts: message.ts,
    channel: message.channel,
    event_ts: message.ts,
    team,
    user_team: team,
    source_team: team,
    blocks: message.blocks,
    ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
  };
};
