import { type Engine, endStage, enter, failStage, restart } from './engine.js';
import type { StagePlan } from './plans.js';
import { makeResource, type Resource } from './resource.js';
import { type ActionVerb, perform } from './rules.js';
import { isTerminal, type LogLevel, type StageName, type StageStatus, stageOrder } from './stages.js';
import {
  addLine,
  type Failure,
  installResource,
  isUnderway,
  liveUpgrade,
  type Manager,
  type StageRecord,
  type Upgrade,
} from './upgrade.js';

/** A copy of what is true now, for tests that compare what a client says with it. */
export interface RunState {
  readonly upgrade: number;
  readonly release: string;
  readonly stage: StageName;
  readonly status: StageStatus;
  readonly validated: boolean;
  readonly started: boolean;
  readonly paused: boolean;
  readonly rollbackRequested: boolean;
  readonly failure: Failure | null;
  readonly terminal: boolean;
}

function stateOf(upgrade: Upgrade): RunState {
  const { number, resource, current, validated, started, paused, rollbackRequested, failure } = upgrade;
  return {
    upgrade: number,
    release: resource.releaseVersion,
    stage: current,
    status: upgrade.stages.get(current)?.status ?? 'UNSTARTED',
    validated,
    started,
    paused,
    rollbackRequested,
    failure,
    terminal: isTerminal(current),
  };
}

/** What a test, a scenario or somebody at the Upgrades UI may do behind the API's back. */
export function runControls(manager: Manager, engine: Engine, nextRelease: () => string) {
  function live(): Upgrade {
    const upgrade = liveUpgrade(manager);
    if (upgrade === undefined) throw new Error('The simulated Instabase has no upgrade that has not ended');
    return upgrade;
  }

  function underway(): Upgrade {
    const upgrade = live();
    if (!isUnderway(upgrade) || upgrade.current === 'CONFIRM_COMPLETION') {
      throw new Error(`Stage ${upgrade.current} of the simulated Instabase has no work underway`);
    }
    return upgrade;
  }

  function log(level: LogLevel, msg: string, options: { stage?: StageName; at?: number } = {}): void {
    const upgrade = live();
    addLine(upgrade, options.stage ?? upgrade.current, level, msg, options.at);
    manager.changed();
  }

  return {
    /** Undefined while nothing has ever been created. */
    state: (): RunState | undefined => (manager.upgrade === undefined ? undefined : stateOf(manager.upgrade)),
    /** The stages with their lines; a copy. */
    stages: (): readonly StageRecord[] => structuredClone([...(manager.upgrade?.stages.values() ?? [])]),
    currentRelease: (): string => manager.currentRelease,
    /** Makes a resource as somebody elsewhere would. @throws Error while another has not ended */
    create(own: Partial<Resource> = {}): void {
      if (liveUpgrade(manager) !== undefined) throw new Error('The simulated Instabase has an upgrade already');
      installResource(manager, makeResource(own.releaseVersion ?? nextRelease(), own));
    },
    /** Calls the API as somebody elsewhere would. @throws Error with the refusal's text */
    act(verb: ActionVerb, { checkUnstarted = false }: { checkUnstarted?: boolean } = {}): void {
      const refused = perform(manager, engine, verb, checkUnstarted);
      if (refused !== undefined) throw new Error(refused.message);
    },
    /** Jumps to a stage, past those between; starts the upgrade if need be. */
    enterStage(stage: (typeof stageOrder)[number]): void {
      const upgrade = live();
      upgrade.started = true;
      upgrade.failure = null;
      for (const passed of stageOrder.slice(0, stageOrder.indexOf(stage))) {
        const record = upgrade.stages.get(passed);
        if (record !== undefined) record.status = upgrade.rollbackRequested ? record.status : 'COMPLETED';
      }
      enter(engine, upgrade, stage);
    },
    /** The stage's work is over; what was planned for its end happens. */
    finishStage: (): void => endStage(engine, underway()),
    failStage: (message: string): void => failStage(engine, underway(), message),
    /** Adds a line to the current stage, or to another one. `at` is in milliseconds since the epoch. */
    log,
    logMany(count: number, level: LogLevel = 'INFO', stage?: StageName): void {
      const options = stage === undefined ? {} : { stage };
      for (let index = 1; index <= count; index += 1) log(level, `line ${index} of ${count}`, options);
    },
    /** How the stage goes from its next turn on. */
    plan: (stage: StageName, plan: StagePlan): void => engine.plans.set(stage, plan),
    /** As `kubectl rollout restart` of Deployment Manager: forced calls take hold, a stage underway begins anew. */
    restartManager: (): void => restart(engine, live()),
  };
}
