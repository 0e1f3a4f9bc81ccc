import { setTimeout as sleep } from 'node:timers/promises';
import { type CallDesk, createCallDesk } from './calls.js';
import { createDeliver, type Deliver } from './deliver.js';
import { createFaultDesk, type FaultDesk } from './fault-desk.js';
import { createLimits, type TakeCall } from './limits.js';
import type { Backstage } from './methods/method.js';
import { createOccurrences, type Occurrences } from './occurrences.js';
import { createResponseUrls, type ResponseUrls } from './response-urls.js';
import type { Settings } from './settings.js';
import { createSockets, type Sockets } from './sockets.js';
import { createState } from './state.js';
import { createSocketTickets, createTriggers } from './tickets.js';
import { createTokens, type Tokens } from './tokens.js';
import { createUploads } from './uploads.js';
import { addUser } from './workspace.js';

/** All parts of one simulated Slack, put together. */
export interface Stage extends Backstage {
  tokens: Tokens;
  take: TakeCall;
  responseUrls: ResponseUrls;
  sockets: Sockets;
  deliver: Deliver;
  occurrences: Occurrences;
  desk: CallDesk;
  faultDesk: FaultDesk;
  /** Closes sockets and releases whatever waits. */
  end: () => void;
}

const BOT = { userId: 'U0BOT', botId: 'B0BOT', appId: 'A0SANDBOX' };

const createPause =
  (stopping: AbortSignal) =>
  async (ms: number): Promise<void> => {
    try {
      await sleep(ms, undefined, { signal: stopping, ref: false });
    } catch (error) {
      if (!stopping.aborted) throw error;
    }
  };

export const buildStage = (settings: Settings): Stage => {
  const { now } = settings;
  const ending = new AbortController();
  const pause = createPause(ending.signal);
  const state = createState(settings.teamId, BOT, now);
  addUser(state, { id: BOT.userId, name: 'upgrade-bot', is_bot: true });
  const tickets = createSocketTickets(now);
  const faultDesk = createFaultDesk(now, () => sockets);
  const { isDown, losesAck, losesPong, copies, nextFault } = faultDesk;
  const sockets: Sockets = createSockets({ settings, state, tickets, isDown, losesAck, losesPong });
  const deliver = createDeliver(settings, sockets, losesAck);
  const isStopping = () => ending.signal.aborted;
  return {
    settings,
    state,
    tickets,
    triggers: createTriggers(now),
    tokens: createTokens(settings),
    take: createLimits(settings.limits, now),
    responseUrls: createResponseUrls(settings, state),
    uploads: createUploads(settings, state),
    sockets,
    deliver,
    occurrences: createOccurrences({ settings, state, deliver, pause, isStopping, isDown, copies }),
    desk: createCallDesk({ now, nextFault, pause, recorder: settings.recorder }),
    faultDesk,
    end: () => {
      ending.abort();
      faultDesk.end();
      sockets.cut();
    },
  };
};
