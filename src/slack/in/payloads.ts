import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The fields the bot uses of what Slack sends. */

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export const commandPayload = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: z.string(),
  team_id: z.string().optional(),
  channel_id: z.string(),
  response_url: z.string().optional(),
  trigger_id: z.string().optional(),
});

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const clickPayload = z.object({
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object({ ts: z.string() }).optional(),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  actions: z.array(z.object({ action_id: z.string(), action_ts: z.string().optional(), value: z.string().optional() })),
});

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload, of type `message_action` */
export const shortcutPayload = z.object({
  callback_id: z.string(),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  action_ts: z.string().optional(),
});

/** A file that was chosen in a form: https://docs.slack.dev/reference/objects/file-object */
const chosenFile = z.object({ id: z.string(), name: z.string(), size: z.number().int().nonnegative() });

/** What a field of a form holds: text, a choice, or files. */
const fieldState = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  files: z.array(chosenFile).nullish(),
});

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload; `values` by block and field. */
export const submissionPayload = z.object({
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  trigger_id: z.string().optional(),
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({
      values: z.record(z.string(), z.record(z.string(), fieldState)),
    }),
  }),
});

/** https://docs.slack.dev/reference/events/app_mention */
export const mentionPayload = z.object({
  event_id: z.string().optional(),
  event: z.object({
    type: z.literal('app_mention'),
    user: z.string().optional(),
    text: z.string(),
    ts: z.string(),
    channel: z.string(),
    thread_ts: z.string().optional(),
    team: z.string().optional(),
    user_team: z.string().optional(),
    bot_id: z.string().nullish(),
    subtype: z.string().optional(),
    edited: z.unknown().optional(),
  }),
});

/** https://docs.slack.dev/reference/events/app_home_opened; `tab` is `home` or `messages`. */
export const homePayload = z.object({
  event_id: z.string(),
  team_id: z.string().optional(),
  event: z.object({ type: z.literal('app_home_opened'), user: z.string(), tab: z.string() }),
});

/**
 * The key under which a delivery is known: all that Slack keeps over deliveries of the same thing, tickets and response
 * address included. Hashed, because a `trigger_id` lets its holder act as the bot.
 */
export function deliveryKey(
  kind: 'command' | 'click' | 'mention' | 'shortcut' | 'submission' | 'home',
  payload: unknown,
): string {
  return `${kind}-${createHash('sha256').update(JSON.stringify(payload)).digest('hex')}`;
}
