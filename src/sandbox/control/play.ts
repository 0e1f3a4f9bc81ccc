import { speeds } from '../pace.js';
import { playerOf } from '../player.js';
import { scenarios } from '../scenarios.js';
import type { Session } from '../session.js';
import { allOff } from './faults.js';
import { ControlRefusal, optionalChoice, orRefuse, type Route, text } from './route.js';
import type { PlayShown, Speed } from './shown.js';

/** The scenarios, and the one that was picked. */
export const playShown = (session: Session): PlayShown => playerOf(session).shown();

const speedNames = Object.keys(speeds) as Speed[];
const ids = scenarios.map(({ id }) => id).join(', ');

export const playRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/play',
    does: 'the scenarios, the one that was picked, and how far it is',
    serve: ({ session }) => playShown(session),
  },
  {
    method: 'POST',
    path: '/scenario',
    does: `begins everything anew for one of the scenarios: {"id": "${scenarios[0]?.id}"}; there are ${ids}`,
    async serve({ session, body }) {
      const id = text(body, 'id');
      const scenario = scenarios.find((one) => one.id === id);
      if (scenario === undefined) throw new ControlRefusal(`the scenarios are ${ids}`, { status: 404 });
      await allOff(session);
      await orRefuse(playerOf(session).pick(scenario));
      return playShown(session);
    },
  },
  {
    method: 'POST',
    path: '/play',
    does:
      'plays the scenario that was picked, or else the first, from where it stands to its end: ' +
      `{"speed": "${speedNames.join('|')}"}; steps that were done by hand are left out where that can be seen`,
    async serve({ session, body }) {
      await orRefuse(playerOf(session).play(optionalChoice(body, 'speed', speedNames) ?? 'normal'));
      return playShown(session);
    },
  },
  {
    method: 'POST',
    path: '/stop',
    does: 'stops the playing; what has been done stays done',
    async serve({ session }) {
      await playerOf(session).stop();
      return playShown(session);
    },
  },
  {
    method: 'POST',
    path: '/reset',
    does: 'begins everything anew: workspace, targets, faults, the part of Redis that the bot uses, and the bot itself',
    async serve({ session }) {
      await allOff(session);
      await orRefuse(playerOf(session).reset());
      return { version: session.version() };
    },
  },
];
