import type { Delivery } from '../../src/sandbox/slack/delivery.js';
import { plainText } from '../../src/sandbox/slack/plain-text.js';
import type { SlackServer } from '../../src/sandbox/slack/server.js';
import type { View } from '../../src/sandbox/slack/state.js';
import { eventually } from './eventually.js';
import { rawHome, type Sender } from './raw-payloads.js';

/** The Home tab that a person has; undefined before the bot has published one. */
export const homeView = (slack: SlackServer, user: string): View | undefined =>
  slack.views(user).find(({ view }) => view.type === 'home');

/** A person's Home tab as it is read; empty before the bot has published one. */
export function readHome(slack: SlackServer, user: string): string {
  const home = homeView(slack, user);
  return home === undefined ? '' : plainText({ text: '', blocks: home.view.blocks }, slack.nameOf);
}

/** A person opens the Home tab and reads what the bot then publishes. */
export const openHome = (slack: SlackServer, user: string): Promise<string> =>
  publishedAfter(slack, user, () => slack.people.as(user).openHome());

/** The same of somebody whom Slack would not let open it, or any more: what a payload says is all that counts. */
export const claimHome = (slack: SlackServer, by: Sender): Promise<string> =>
  publishedAfter(slack, by.id, () => slack.deliver.send('events_api', rawHome(by)));

async function publishedAfter(slack: SlackServer, user: string, open: () => Promise<Delivery>): Promise<string> {
  const before = homeView(slack, user)?.hash;
  const opened = await open();
  if (opened.failed !== undefined) throw new Error(`the opening was not acknowledged: ${opened.failed}`);
  await eventually(`a Home tab for ${user}`, () => {
    const home = homeView(slack, user);
    return home !== undefined && home.hash !== before;
  });
  return readHome(slack, user);
}
