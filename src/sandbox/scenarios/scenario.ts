import type { Session } from '../session.js';
import type { Stage, StageOptions } from '../stage.js';
import type { Step } from '../steps.js';

/** One thing that somebody does, or that the bot shows, in words for a person who has never seen either. */
export interface ScenarioStep {
  /** `alice`, `admin`, `fault`, `bot` … */
  readonly who: string;
  /** `types /upgrade start confluence` */
  readonly does: string;
  readonly plays: Step;
  /** Whether somebody has done it by hand; left out where nobody can tell. */
  readonly already?: (session: Session) => boolean;
  /** It happens while no process of the bot runs. */
  readonly withoutBot?: boolean;
}

/** An upgrade that can be rehearsed: played to its end, or done by hand step by step. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** What it shows, in one line. */
  readonly about: string;
  /** Merged over the stage that the page has. */
  readonly stage?: StageOptions;
  /** Done to the stage before the bot starts. */
  readonly before?: (stage: Stage) => void;
  readonly steps: readonly ScenarioStep[];
}
