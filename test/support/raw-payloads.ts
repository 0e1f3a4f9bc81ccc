import { randomUUID } from 'node:crypto';

/** Who a payload says that it comes from. */
export interface Sender {
  readonly id: string;
  /** The workspace of the simulated Slack when left out; undefined to say nothing. */
  readonly teamId?: string | undefined;
}

export interface Place {
  readonly channel: string;
  readonly threadTs?: string | undefined;
  readonly responseUrl?: string | undefined;
}

const teamOf = (by: Sender): string | undefined => ('teamId' in by ? by.teamId : 'T0SANDBOX');
const userOf = (by: Sender) => ({ id: by.id, team_id: teamOf(by) });
const answeredAt = ({ responseUrl }: Place): object => (responseUrl === undefined ? {} : { response_url: responseUrl });

/** A slash command (https://docs.slack.dev/interactivity/implementing-slash-commands). */
export const rawCommand = (by: Sender, text: string, place: Place) => ({
  command: '/upgrade',
  text,
  user_id: by.id,
  ...(teamOf(by) === undefined ? {} : { team_id: teamOf(by) }),
  channel_id: place.channel,
  trigger_id: randomUUID(),
  ...answeredAt(place),
});

/** A mention in its `event_callback` (https://docs.slack.dev/reference/events/app_mention). */
export const rawMention = (by: Sender, text: string, { channel, threadTs }: Place, changes: object = {}) => ({
  type: 'event_callback',
  team_id: 'T0SANDBOX',
  event_id: `Ev${randomUUID()}`,
  event: {
    type: 'app_mention',
    user: by.id,
    text: `<@U0BOT> ${text}`,
    ts: '1.000001',
    channel,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    team: teamOf(by),
    user_team: teamOf(by),
    ...changes,
  },
});

/** An opening of the Home tab in its `event_callback` (https://docs.slack.dev/reference/events/app_home_opened). */
export const rawHome = (by: Sender, changes: object = {}) => ({
  type: 'event_callback',
  ...(teamOf(by) === undefined ? {} : { team_id: teamOf(by) }),
  event_id: `Ev${randomUUID()}`,
  event: { type: 'app_home_opened', user: by.id, channel: 'D0SOMEBODY', tab: 'home', event_ts: '1.000001', ...changes },
});

/** A pressed button (https://docs.slack.dev/reference/interaction-payloads/block_actions-payload). */
export const rawPress = (by: Sender, pressed: { actionId: string; value?: unknown }, place: Place) => ({
  type: 'block_actions',
  user: userOf(by),
  trigger_id: randomUUID(),
  channel: { id: place.channel },
  container: { type: 'message', message_ts: '1.000001', channel_id: place.channel },
  message: { ts: '1.000001' },
  ...answeredAt(place),
  actions: [
    {
      type: 'button',
      block_id: 'b',
      action_id: pressed.actionId,
      action_ts: '1.000002',
      ...('value' in pressed ? { value: pressed.value } : {}),
    },
  ],
});

/** A message shortcut (https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload). */
export const rawShortcut = (by: Sender, message: { ts: string; thread_ts?: string }, place: Place) => ({
  type: 'message_action',
  callback_id: 'upgrade_actions',
  user: userOf(by),
  trigger_id: randomUUID(),
  action_ts: '1.000003',
  channel: { id: place.channel },
  message,
  ...answeredAt(place),
});

/** A form that was sent (https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload). */
export const rawForm = (by: Sender, metadata: unknown, changes: object = {}) => ({
  type: 'view_submission',
  user: userOf(by),
  trigger_id: randomUUID(),
  view: {
    id: `V${randomUUID()}`,
    callback_id: 'ask_action',
    private_metadata: typeof metadata === 'string' ? metadata : JSON.stringify(metadata),
    state: { values: {} },
    ...changes,
  },
});
