import type { Person } from '../../core/access.js';
import type { ExamineSlack, GroupFacts, TokenFacts } from '../../core/checkup.js';
import { isWord, noGroupsOnPlan, noSuchGroup, type SlackClient } from './client.js';
import { missingScopes } from './scopes.js';

/** Reads how the workspace and the app in it are set up. */
export function examineSlack(client: SlackClient, person: (id: string) => Promise<Person>): ExamineSlack {
  return {
    token: () => tokenFacts(client),
    async channel(id) {
      try {
        return await client.channelInfo(id);
      } catch (error) {
        if (isWord(error, 'channel_not_found')) return undefined;
        throw error;
      }
    },
    group: (id) => groupFacts(client, id),
    person,
  };
}

async function tokenFacts(client: SlackClient): Promise<TokenFacts> {
  const { teamId, team, scopes } = await client.authTest();
  const clock = client.clock();
  return {
    teamId,
    ...(team === undefined ? {} : { team }),
    ...(scopes.length === 0 ? {} : { missing: missingScopes(scopes) }),
    ...(clock === undefined ? {} : { clock }),
  };
}

async function groupFacts(client: SlackClient, id: string): Promise<GroupFacts> {
  try {
    return { kind: 'members', ids: await client.groupUsers(id) };
  } catch (error) {
    if (isWord(error, ...noSuchGroup)) return { kind: 'no-such-group' };
    if (isWord(error, ...noGroupsOnPlan)) return { kind: 'not-on-plan' };
    throw error;
  }
}
