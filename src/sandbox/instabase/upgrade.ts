import type { Resource } from './resource.js';
import { isTerminal, type LogLevel, type StageName, type StageStatus, stageOrder } from './stages.js';

export interface LogLine {
  readonly level: LogLevel;
  readonly msg: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface StageRecord {
  readonly stage: StageName;
  status: StageStatus;
  readonly logs: LogLine[];
}

export interface Failure {
  readonly stage: StageName;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** One upgrade resource and its run. */
export interface Upgrade {
  /** Counts the resources of this simulation, from 1. */
  readonly number: number;
  readonly resource: Resource;
  /** Its creation failed half-way: it can only be abandoned. */
  readonly partial: boolean;
  validated: boolean;
  started: boolean;
  rollbackRequested: boolean;
  /** A pause was asked for; the stage underway still goes on to its end. */
  paused: boolean;
  failure: Failure | null;
  current: StageName;
  /** In the order of the stages, the end last once it is reached. */
  readonly stages: Map<StageName, StageRecord>;
}

export interface StageEntered {
  /** The upgrade's number. */
  readonly upgrade: number;
  readonly stage: StageName;
  readonly direction: 'forward' | 'back';
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What the Deployment Manager knows. Whoever changes anything in it calls `changed`. */
export interface Manager {
  upgrade: Upgrade | undefined;
  /** Number of resources made so far. */
  made: number;
  /** A creation is being carried out. */
  creating: boolean;
  /** The release that is installed. */
  currentRelease: string;
  readonly history: StageEntered[];
  readonly changed: () => void;
}

export function createManager(currentRelease: string, changed: () => void): Manager {
  return { upgrade: undefined, made: 0, creating: false, currentRelease, history: [], changed };
}

/** The upgrade that stands in the way of another; undefined when there is none or it has ended. */
export function liveUpgrade({ upgrade }: Manager): Upgrade | undefined {
  return upgrade === undefined || isTerminal(upgrade.current) ? undefined : upgrade;
}

export function installResource(manager: Manager, resource: Resource, partial = false): Upgrade {
  manager.made += 1;
  const stages = stageOrder.map((stage): [StageName, StageRecord] => [stage, { stage, status: 'UNSTARTED', logs: [] }]);
  const upgrade: Upgrade = {
    number: manager.made,
    resource,
    partial,
    validated: false,
    started: false,
    rollbackRequested: false,
    paused: false,
    failure: null,
    current: 'CONFIRM_START',
    stages: new Map(stages),
  };
  manager.upgrade = upgrade;
  manager.history.push({ upgrade: upgrade.number, stage: 'CONFIRM_START', direction: 'forward', at: Date.now() });
  manager.changed();
  return upgrade;
}

/** The record of a stage; that of an end is made when it is first asked for. */
export function recordOf(upgrade: Upgrade, stage: StageName): StageRecord {
  const known = upgrade.stages.get(stage);
  if (known !== undefined) return known;
  const record: StageRecord = { stage, status: 'UNSTARTED', logs: [] };
  upgrade.stages.set(stage, record);
  return record;
}

export const isUnderway = (upgrade: Upgrade): boolean => recordOf(upgrade, upgrade.current).status === 'UNDERWAY';

/** Goes to a stage, forwards or back, with this status. */
export function moveTo(manager: Manager, upgrade: Upgrade, stage: StageName, status: StageStatus): void {
  recordOf(upgrade, stage).status = status;
  upgrade.current = stage;
  const direction = upgrade.rollbackRequested ? 'back' : 'forward';
  manager.history.push({ upgrade: upgrade.number, stage, direction, at: Date.now() });
  manager.changed();
}

/** @param at milliseconds since the epoch */
export function addLine(upgrade: Upgrade, stage: StageName, level: LogLevel, msg: string, at = Date.now()): void {
  recordOf(upgrade, stage).logs.push({ level, msg, at });
}
