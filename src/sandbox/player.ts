import type { PlayShown } from './control/shown.js';
import { type Speed, speeds } from './pace.js';
import { setPace } from './page-stage.js';
import { atStart, type PlayState, playStateShown, stepsLeft } from './play-state.js';
import type { Scenario } from './scenarios/scenario.js';
import { firstScenario } from './scenarios.js';
import type { Session } from './session.js';
import { clusterCalled, type Scene, setScene } from './steps.js';
import { isUntouched } from './untouched.js';

/** Plays the scenarios of a session, one at a time. */
export interface Player {
  shown(): PlayShown;
  /** Ends what is being played and begins everything anew, for this scenario. @throws Error when the bot does not start */
  pick(scenario: Scenario): Promise<void>;
  /**
   * Plays the scenario that was picked, or the first one, from where it stands to its end; one that has ended from its
   * beginning. What is being played already goes on at this speed. Resolves when the playing has begun.
   * @throws Error when the bot does not start
   */
  play(speed: Speed): Promise<void>;
  /** Resolves when nothing is being played any more. */
  stop(): Promise<void>;
  /** Ends what is being played and begins everything anew, with no scenario. @throws Error when the bot does not start */
  reset(): Promise<void>;
}

/** What is being played. */
interface Running {
  readonly scene: Scene;
  readonly ending: AbortController;
  readonly over: Promise<void>;
}

/** Long enough for somebody who switches a fault on while it is played, and off again. */
const WITHIN_MS = 60_000;

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** As the step ends, or rejected as soon as the signal is aborted: some steps take no notice of that. */
function unlessAborted(step: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    step.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

/** What of a session's player changes. */
interface Playing {
  readonly session: Session;
  state: PlayState;
  running: Running | undefined;
  /** The stage has something that others have not. */
  isSpecial: boolean;
}

/** @throws the reason of the scene's signal when it is aborted, Error when a step does not come about in time */
async function playOn({ session, state }: Playing, scene: Scene): Promise<void> {
  const [next] = stepsLeft(state);
  if (next?.withoutBot !== true && session.bots() === 0) await session.startBot();
  for (const step of stepsLeft(state)) {
    if (!step.already?.(session)) await unlessAborted(step.plays(scene), scene.signal);
    state.done += 1;
    session.changed();
  }
}

async function playToEnd(playing: Playing, scene: Scene): Promise<void> {
  const { session, state } = playing;
  try {
    await playOn(playing, scene);
    state.status = 'done';
  } catch (error) {
    const [step] = stepsLeft(state);
    state.status = scene.signal.aborted ? 'idle' : 'failed';
    state.problem = scene.signal.aborted ? null : `${step?.who} ${step?.does}: ${textOf(error)}`;
  }
  state.linesRead = scene.linesRead;
  playing.running = undefined;
  session.changed();
}

async function stop({ running }: Playing): Promise<void> {
  running?.ending.abort();
  await running?.over;
}

async function setStageFor(playing: Playing, chosen: Scenario | undefined): Promise<void> {
  await stop(playing);
  const { session, isSpecial } = playing;
  const { stage, before } = chosen ?? {};
  const { speed } = playing.state;
  playing.state = atStart(chosen, speed);
  playing.isSpecial = stage !== undefined || before !== undefined;
  session.changed();
  if (chosen !== undefined && !isSpecial && !playing.isSpecial && isUntouched(session)) return;
  await session.reset(stage, before);
}

function begin(playing: Playing): void {
  const { session, state } = playing;
  const ending = new AbortController();
  const { linesRead, speed } = state;
  const scene = { ...setScene(session, speeds[speed], ending.signal), withinMs: WITHIN_MS, linesRead };
  Object.assign(state, { status: 'playing', problem: null });
  playing.running = { scene, ending, over: playToEnd(playing, scene) };
}

/** Whether somebody has begun by hand what the first scenario plays. */
const hasBegun = ({ stage }: Session): boolean => clusterCalled(stage, 'confluence').cluster.upgradeMode();

async function play(playing: Playing, speed: Speed): Promise<void> {
  const { session } = playing;
  playing.state.speed = speed;
  const { scenario, status } = playing.state;
  if (scenario === undefined && hasBegun(session)) playing.state = atStart(firstScenario, speed);
  else if (scenario === undefined || status === 'done') await setStageFor(playing, scenario ?? firstScenario);
  setPace(session.stage, speeds[speed]);
  if (playing.running === undefined) begin(playing);
  else playing.running.scene.pace = speeds[speed];
  session.changed();
}

/** Lets what is asked for be done one after the other; of a failure the one who asked hears. */
function oneAfterTheOther() {
  let last = Promise.resolve();
  return (act: () => Promise<void>): Promise<void> => {
    const mine = last.then(act);
    last = mine.catch(() => undefined);
    return mine;
  };
}

function createPlayer(session: Session): Player {
  const playing: Playing = { session, state: atStart(undefined, 'normal'), running: undefined, isSpecial: false };
  const inTurn = oneAfterTheOther();
  return {
    shown: () => playStateShown(playing.state),
    pick: (scenario) => inTurn(() => setStageFor(playing, scenario)),
    play: (speed) => inTurn(() => play(playing, speed)),
    stop: () => stop(playing),
    reset: () => inTurn(() => setStageFor(playing, undefined)),
  };
}

const players = new WeakMap<Session, Player>();

/** The one player of a session. */
export function playerOf(session: Session): Player {
  const known = players.get(session);
  if (known !== undefined) return known;
  const made = createPlayer(session);
  players.set(session, made);
  return made;
}
