import { ControlRefusal, type Route } from './route.js';

export const trafficRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/traffic',
    does:
      'requests between the bot and Slack and between the bot and products, oldest first: ?after=<id> leaves out those ' +
      'up to that one; the newest 2,000 are kept',
    serve({ session, query }) {
      const after = Number(query.get('after') ?? 0);
      if (!Number.isInteger(after)) throw new ControlRefusal('"after" must be the id of an entry', { status: 400 });
      return session.traffic.since(after);
    },
  },
];
