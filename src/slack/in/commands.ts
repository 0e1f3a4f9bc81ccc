import type { App } from '@slack/bolt';
import type { z } from 'zod';
import { otherCommandAnswer } from '../render/answers.js';
import { commandPayload, deliveryKey } from './payloads.js';
import { type Desk, serve } from './serve.js';
import { obey } from './typed.js';

/** Serves the slash command. Any other command that reaches the app is answered with the name of the right one. */
export function registerCommands(app: App, desk: Desk): void {
  app.command(/.*/, async ({ ack, body }) => {
    // First, before any reading: Slack waits three seconds, then shows the person a failure.
    await ack();
    const payload = commandPayload.safeParse(body);
    if (payload.success) await serveCommand(desk, payload.data);
    else desk.logger.warn({ fields: payload.error.issues.map((issue) => issue.path) }, 'command not understood');
  });
}

async function serveCommand(desk: Desk, payload: z.infer<typeof commandPayload>): Promise<void> {
  const { command, text, user_id: user, team_id: teamId, channel_id: channel, response_url: responseUrl } = payload;
  const delivery = {
    key: deliveryKey('command', payload),
    from: { userId: user, teamId },
    place: { user, channel, responseUrl },
  };
  await serve(desk, delivery, async () => {
    if (command !== desk.command) return otherCommandAnswer(command, { command: desk.command });
    return obey(desk, { text, user, channel });
  });
}
