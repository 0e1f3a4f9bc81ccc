import type { Backstage, Methods } from './method.js';

const authTest = ({ state, settings }: Backstage) => ({
  url: `${settings.url}/`,
  team: settings.teamDomain,
  user: state.users.get(state.bot.userId)?.name,
  team_id: state.teamId,
  user_id: state.bot.userId,
  bot_id: state.bot.botId,
  app_id: state.bot.appId,
  is_enterprise_install: false,
});

const openConnection = ({ settings, tickets, state }: Backstage) => ({
  url: `${settings.url.replace(/^http/, 'ws')}/link/?ticket=${tickets.make()}&app_id=${state.bot.appId}`,
});

export const appMethods: Methods = {
  'auth.test': { scopes: [], run: authTest },
  'apps.connections.open': { token: 'app', scopes: ['connections:write'], run: openConnection },
};
