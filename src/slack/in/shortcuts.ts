import type { App } from '@slack/bolt';
import type { z } from 'zod';
import { shortcutId } from '../ids.js';
import { offersAnswer } from '../render/offers.js';
import { deliveryKey, shortcutPayload } from './payloads.js';
import { type Desk, refused, serve } from './serve.js';

/** Serves the message shortcut "Upgrade actions". Any other shortcut is only acknowledged. */
export function registerShortcuts(app: App, desk: Desk): void {
  app.shortcut(/.*/, async ({ ack, body }) => {
    await ack();
    if (body.callback_id !== shortcutId) return;
    const payload = shortcutPayload.safeParse(body);
    if (payload.success) await serveShortcut(desk, payload.data);
    else desk.logger.warn({ fields: payload.error.issues.map((issue) => issue.path) }, 'shortcut not understood');
  });
}

/** Works on every message of a thread, and on the card that begins it. */
async function serveShortcut(desk: Desk, payload: z.infer<typeof shortcutPayload>): Promise<void> {
  const { user, channel, message, response_url: responseUrl } = payload;
  const threadTs = message.thread_ts ?? message.ts;
  const delivery = {
    key: deliveryKey('shortcut', payload),
    from: { userId: user.id, teamId: user.team_id },
    // In the thread only where there is one: an answer under a message that nobody replied to is easily missed.
    place: { user: user.id, channel: channel.id, threadTs: message.thread_ts, responseUrl },
  };
  await serve(desk, delivery, async () => {
    const offers = await desk.services.offers({ channel: channel.id, ts: threadTs }, user.id);
    if (offers.kind === 'refused') return refused(desk, user.id, offers.refusal);
    const { command, profileOf } = desk;
    return offersAnswer(offers, { command, profileOf, channel: channel.id, threadTs });
  });
}
