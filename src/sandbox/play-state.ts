import type { PlayShown, StepShown } from './control/shown.js';
import type { Speed } from './pace.js';
import type { Scenario, ScenarioStep } from './scenarios/scenario.js';
import { scenarios } from './scenarios.js';

/** How far the playing of a scenario is. */
export interface PlayState {
  /** Undefined before any was picked. */
  scenario: Scenario | undefined;
  /** How many of its steps are over. */
  done: number;
  /** How many lines of the threads have been read for them. */
  linesRead: number;
  speed: Speed;
  status: PlayShown['status'];
  problem: string | null;
}

/** Nothing is being played, and nothing of it is done. */
export const atStart = (scenario: Scenario | undefined, speed: Speed): PlayState => ({
  scenario,
  done: 0,
  linesRead: 0,
  speed,
  status: 'idle',
  problem: null,
});

export const stepsLeft = ({ scenario, done }: PlayState): readonly ScenarioStep[] => scenario?.steps.slice(done) ?? [];

function stepState({ done, status }: PlayState, index: number): StepShown['state'] {
  if (index < done) return 'done';
  return index === done && status === 'playing' ? 'now' : 'waiting';
}

export function playStateShown(state: PlayState): PlayShown {
  const { scenario, speed, status, problem } = state;
  const steps = scenario?.steps ?? [];
  return {
    scenarios: scenarios.map(({ id, title, about }) => ({ id, title, about })),
    scenario: scenario?.id ?? null,
    speed,
    status,
    steps: steps.map(({ who, does }, index) => ({ who, does, state: stepState(state, index) })),
    problem,
  };
}
