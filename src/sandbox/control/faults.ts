import type { Session } from '../session.js';
import type { Stage } from '../stage.js';
import { processSwitches } from './process-switches.js';
import { productSwitches } from './product-switches.js';
import { type Asked, ControlRefusal, orRefuse, type Route } from './route.js';
import type { FaultShown } from './shown.js';
import { slackSwitches } from './slack-switches.js';
import type { End, FaultSwitch, Waiting } from './switch.js';

const switches: readonly FaultSwitch[] = [...slackSwitches, ...productSwitches, ...processSwitches];

/** A fault that stands, or that lies in wait for the next request. */
interface Standing {
  readonly end: End;
  readonly hasStruck: () => boolean;
}

/** Of each stage, by id: a new stage has none. */
const standing = new WeakMap<Stage, Map<string, Standing>>();

function standingOn({ stage }: Session): Map<string, Standing> {
  const known = standing.get(stage);
  if (known !== undefined) return known;
  const made = new Map<string, Standing>();
  standing.set(stage, made);
  return made;
}

const lasts = (): boolean => false;

/** Takes back what lay in wait elsewhere for a request that has come. */
async function forgetStruck(session: Session): Promise<void> {
  const here = standingOn(session);
  for (const [id, { hasStruck, end }] of here) {
    if (!hasStruck()) continue;
    here.delete(id);
    await end();
  }
}

const isOn = (session: Session, id: string): boolean => {
  const found = standingOn(session).get(id);
  return found !== undefined && !found.hasStruck();
};

/** The fault switches, with what should be seen, and whether each is on or lies in wait. */
export function faultsShown(session: Session): readonly FaultShown[] {
  return switches.map(({ id, where, kind, label, see, blocked }) => {
    const on = isOn(session, id);
    const armed = kind === 'push' && on ? 'waits for the next one' : null;
    return { id, where, kind, label, see, on, blocked: armed ?? blocked?.(session) ?? null };
  });
}

async function switchOff(session: Session, id: string): Promise<void> {
  const found = standingOn(session).get(id);
  standingOn(session).delete(id);
  await found?.end();
}

const watched = new WeakSet<Session>();

/** From now on, what lay in wait for a request that has come to one product is taken back at the others. */
function watch(session: Session): void {
  if (watched.has(session)) return;
  watched.add(session);
  session.onChanged(() => void forgetStruck(session));
}

async function switchOn(session: Session, fault: FaultSwitch): Promise<void> {
  const here = standingOn(session);
  if (fault.kind === 'switch') {
    here.set(fault.id, { end: await fault.begin(session), hasStruck: lasts });
    return;
  }
  const waiting: Waiting | undefined = await fault.push(session);
  if (waiting === undefined) return;
  here.set(fault.id, waiting);
  watch(session);
}

/** @throws ControlRefusal 404, 400 or 409 */
async function turn({ session, param, body }: Asked): Promise<readonly FaultShown[]> {
  const fault = switches.find(({ id }) => id === param('id'));
  if (fault === undefined)
    throw new ControlRefusal(`the faults are ${switches.map(({ id }) => id).join(', ')}`, { status: 404 });
  const { on = fault.kind === 'push' ? true : undefined } = body;
  if (typeof on !== 'boolean') throw new ControlRefusal('the body needs "on": true or false', { status: 400 });
  await (on ? begin(session, fault) : end(session, fault));
  session.changed();
  return faultsShown(session);
}

async function begin(session: Session, fault: FaultSwitch): Promise<void> {
  const reason = fault.blocked?.(session) ?? null;
  if (reason !== null) throw new ControlRefusal(reason, { status: 409 });
  if (isOn(session, fault.id)) return;
  session.narrator.tells('fault', fault.words);
  await orRefuse(switchOn(session, fault));
}

async function end(session: Session, fault: FaultSwitch): Promise<void> {
  if (!isOn(session, fault.id)) return;
  session.narrator.tells('fault', `over: ${fault.words}`);
  await switchOff(session, fault.id);
}

/** Ends all that stand or lie in wait. */
export async function allOff(session: Session): Promise<void> {
  for (const id of [...standingOn(session).keys()]) await switchOff(session, id);
  session.changed();
}

export const faultRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/faults',
    does: 'the fault switches, and what should be seen of each',
    serve: ({ session }) => faultsShown(session),
  },
  {
    method: 'POST',
    path: '/faults/:id',
    does: `${switches.map(({ id }) => id).join(', ')}: {"on": true|false}; what happens once needs no "on"`,
    serve: turn,
  },
  {
    method: 'POST',
    path: '/faults',
    does: 'ends all that stand: {"on": false}',
    async serve({ session, body }) {
      if (body.on !== false) throw new ControlRefusal('the body needs "on": false', { status: 400 });
      await allOff(session);
      return faultsShown(session);
    },
  },
];
