import type { App } from '@slack/bolt';
import type { HomeTab } from '../../core/answers.js';
import { asAppError } from '../../core/errors.js';
import { type HomeView, homeTab, homeWithout } from '../render/home-tab.js';
import { deliveryKey, homePayload } from './payloads.js';
import { type Desk, logRefusal, type Outcome, outcomeOf } from './serve.js';

type Publish = (user: string, view: HomeView) => Promise<void>;

/** Serves openings of the app's Home tab: publishes what the person who opened it may see. */
export function registerHomeTab(app: App, desk: Desk): void {
  const publish = publisher(desk);
  // Bolt acknowledges events before their listeners run.
  app.event('app_home_opened', async ({ body }) => {
    const payload = homePayload.safeParse(body);
    if (!payload.success) {
      desk.logger.warn({ fields: payload.error.issues.map((issue) => issue.path) }, 'opening of home not understood');
      return;
    }
    const { event, team_id: teamId } = payload.data;
    // The same event tells of the tab with direct messages.
    if (event.tab !== 'home') return;
    const delivery = { key: deliveryKey('home', payload.data), from: { userId: event.user, teamId } };
    const outcome = await outcomeOf(desk, delivery, () => desk.services.home(event.user));
    const view = viewOf(desk, event.user, outcome);
    if (view !== undefined) await publish(event.user, view);
  });
}

/** Undefined when the opening was served before. */
function viewOf(desk: Desk, user: string, outcome: Outcome<HomeTab>): HomeView | undefined {
  if (outcome.kind === 'repeated') return undefined;
  const shown = outcome.kind === 'done' ? outcome.value : outcome;
  if (shown.kind === 'home') return homeTab(shown, desk);
  logRefusal(desk, user, shown.refusal);
  return homeWithout(shown.refusal, desk.clock.now());
}

/**
 * Publishes once: what fails is logged, and the person opens the tab again. While Slack wants the bot to wait nothing is
 * published at all, since the limit is one for the whole app (https://docs.slack.dev/apis/web-api/rate-limits).
 */
function publisher({ sender, clock, logger }: Desk): Publish {
  let heldUntil = 0;
  return async (user, view) => {
    if (clock.now() < heldUntil) {
      logger.warn({ user }, 'home not published: slack wants the bot to wait');
      return;
    }
    try {
      await sender.publishHome(user, view);
    } catch (error) {
      const { message, retryAfterMs = 0 } = asAppError(error);
      heldUntil = clock.now() + retryAfterMs;
      logger.warn({ user, detail: message }, 'home could not be published');
    }
  };
}
