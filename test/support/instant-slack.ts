import type { Pace } from '../../src/core/publishing.js';
import type { Post, SlackClient } from '../../src/slack/out/client.js';

/** A Slack that takes everything at once and in one process; for tests of what comes before Slack. */
export function instantSlack(): SlackClient & { readonly posts: Post[] } {
  const posts: Post[] = [];
  return {
    posts,
    post: async (message) => {
      posts.push(message);
      return { ts: `${posts.length}.0`, channel: message.channel, astray: false };
    },
    update: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    hasThread: () => Promise.resolve(true),
    openDirect: (user) => Promise.resolve(`D${user.slice(1)}`),
    ephemeral: () => Promise.resolve(),
    openForm: () => Promise.resolve(),
    publishHome: () => Promise.resolve(),
    find: () => Promise.resolve(undefined),
    findAll: () => Promise.resolve([]),
    permalink: (channel, ts) => Promise.resolve(`https://slack.test/${channel}/${ts}`),
    userInfo: () => Promise.resolve(undefined),
    groupUsers: () => Promise.resolve([]),
    clock: () => undefined,
    groupMembers: () => Promise.resolve([]),
    channelInfo: (id) => Promise.resolve({ id, isMember: true, isArchived: false, isExternal: false }),
    self: () => Promise.resolve({ teamId: 'T', userId: 'U0BOT', url: 'https://slack.test/', scopes: [] }),
    authTest: () => Promise.resolve({ teamId: 'T', userId: 'U0BOT', url: 'https://slack.test/', scopes: [] }),
  };
}

/** Everybody's turn, always. */
export const noPace: Pace = { take: () => Promise.resolve(0), hold: () => Promise.resolve() };
