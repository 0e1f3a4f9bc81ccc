import type { App } from '@slack/bolt';
import type { z } from 'zod';
import { deliveryKey, mentionPayload } from './payloads.js';
import { type Desk, inTime, serve } from './serve.js';
import { obey } from './typed.js';

type Mention = z.infer<typeof mentionPayload>;

/** Serves `@bot …`, which takes the same words as the slash command and works in threads, where that does not. */
export function registerMentions(app: App, desk: Desk): void {
  // Bolt acknowledges events before their listeners run.
  app.event('app_mention', async ({ body }) => {
    const payload = mentionPayload.safeParse(body);
    if (payload.success) await serveMention(desk, payload.data);
    else desk.logger.warn({ fields: payload.error.issues.map((issue) => issue.path) }, 'mention not understood');
  });
}

async function serveMention(desk: Desk, { event, event_id: eventId }: Mention): Promise<void> {
  const { user, channel, thread_ts: threadTs } = event;
  if (user === undefined || !isTypedByPerson(event, desk.home.userId)) return;
  const delivery = {
    key: deliveryKey('mention', { eventId, event }),
    from: { userId: user, teamId: event.user_team ?? event.team },
    place: { user, channel, threadTs },
  };
  await serve(desk, delivery, async () => {
    const { services } = desk;
    const threadTarget = threadTs === undefined ? undefined : await inTime(services.targetOfThread(channel, threadTs));
    return obey(desk, { text: afterMention(event.text, desk.home.userId), user, channel, threadTs, threadTarget });
  });
}

/** An edited message was served when it was first sent; bots and Slack's own messages give no orders. */
function isTypedByPerson(event: Mention['event'], botUserId: string): boolean {
  const fromBot = typeof event.bot_id === 'string' || event.user === botUserId;
  return !fromBot && event.subtype === undefined && event.edited === undefined;
}

/** What stands after the first mention of the bot; names inside it may come as `<@U1>` or `<@U1|name>`. */
export function afterMention(text: string, botUserId: string): string {
  const mention = new RegExp(`<@${botUserId}(?:\\|[^>]*)?>`).exec(text);
  return mention === null ? text : text.slice(mention.index + mention[0].length);
}
