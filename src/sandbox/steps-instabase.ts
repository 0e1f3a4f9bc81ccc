import type { StagePlan } from './instabase/plans.js';
import type { InstabaseServer } from './instabase/server.js';
import type { LogLevel, StageName } from './instabase/stages.js';
import type { Stage } from './stage.js';
import { fault, happens, reads, type Step } from './steps.js';

/** @throws Error when the stage has none */
export function instabaseOf({ instabase }: Stage): InstabaseServer {
  if (instabase === undefined) throw new Error('this stage has no Instabase');
  return instabase.server;
}

/** A stage that only ends when a step says so. */
export const byHand: StagePlan = { ms: Number.POSITIVE_INFINITY };

/** Sets how a stage goes when its turn comes; nobody is told of it. */
export function plans(stage: StageName, plan: StagePlan): Step {
  return async ({ session }) => instabaseOf(session.stage).run.plan(stage, plan);
}

/** Waits until the thread has a line that begins so with a stage's name: `MIGRATE_DB:`. */
export const enters = (stage: StageName): Step => reads(`${stage}:`);

/** The stage that goes by hand has done its work. */
export function ends(stage: StageName): Step {
  return happens('instabase', `has done the work of ${stage}`, (one) => instabaseOf(one).run.finishStage());
}

/** The stage that goes by hand ends with an error. */
export function fails(stage: StageName, message: string): Step {
  return happens('instabase', `fails in ${stage}`, (one) => instabaseOf(one).run.failStage(message));
}

/** The present stage logs a line. */
export function logs(level: LogLevel, message: string): Step {
  return happens('instabase', `logs a line of level ${level}`, (one) => instabaseOf(one).run.log(level, message));
}

/** Everything about Instabase that breaks by itself and is over at once. */
export function breaks(words: string, does: (ib: InstabaseServer) => void): Step {
  return fault(words, (stage) => {
    does(instabaseOf(stage));
    return () => undefined;
  });
}
