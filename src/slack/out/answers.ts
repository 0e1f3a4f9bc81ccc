import { z } from 'zod';

/** Slack's answers, as far as the bot uses them (https://docs.slack.dev/reference/methods). */

export const authTest = z.object({
  team_id: z.string(),
  team: z.string().optional(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  url: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** The `ts` alone proves that the message is there: an answer without the rest must not look like a failed post. */
export const posted = z.object({
  ts: z.string(),
  channel: z.string().optional(),
  message: z.object({ thread_ts: z.string().optional() }).optional().catch(undefined),
});

export const opened = z.object({ channel: z.object({ id: z.string() }) });

export const nothing = z.object({});

export const permalink = z.object({ permalink: z.string() });

/** Absent, or null, where it does not apply. */
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? undefined);

export const userInfo = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
    deleted: flag,
    is_bot: flag,
    is_app_user: flag,
    is_workflow_bot: flag,
    is_connector_bot: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
    is_invited_user: flag,
  }),
});
export type SlackUser = z.infer<typeof userInfo>['user'];

export const groupUsers = z.object({ users: z.array(z.string()) });

export const channelInfo = z.object({
  channel: z.object({
    id: z.string(),
    name: z.string().optional(),
    is_member: flag,
    is_archived: flag,
    is_private: flag,
    is_im: flag,
    is_mpim: flag,
    is_ext_shared: flag,
    is_pending_ext_shared: flag,
  }),
});

export const messages = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        text: z.string().optional(),
        bot_id: z.string().optional(),
        user: z.string().optional(),
        metadata: z.object({ event_payload: z.record(z.string(), z.unknown()).optional() }).optional(),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
export type FoundMessage = z.infer<typeof messages>['messages'][number];
