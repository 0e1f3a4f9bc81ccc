import type { InstabaseServer } from '../instabase/server.js';
import { levelNumbers, type stageOrder } from '../instabase/stages.js';
import type { Acts } from './act.js';
import { optionalChoice, optionalNumber, optionalText } from './route.js';

/** A stage of a simulated Instabase; its upgrade may still have to be created. */
export interface StageOfTarget {
  readonly server: InstabaseServer;
  readonly stage: (typeof stageOrder)[number];
}

const waitsForPeople = ['CONFIRM_START', 'CONFIRM_COMPLETION'];

/** More lines at once say nothing new. */
const MAX_LINES = 10_000;

const levels = Object.keys(levelNumbers) as (keyof typeof levelNumbers)[];

function noUpgrade({ server }: StageOfTarget): string | null {
  const state = server.run.state();
  if (state === undefined) return 'no upgrade is created';
  return state.terminal ? 'the upgrade has ended' : null;
}

const isUnderway = ({ server, stage }: StageOfTarget): boolean => {
  const state = server.run.state();
  return state?.stage === stage && state.status === 'UNDERWAY';
};

function againstFinish(subject: StageOfTarget): string | null {
  const against = noUpgrade(subject);
  if (against !== null) return against;
  if (waitsForPeople.includes(subject.stage)) return 'waits for people';
  return isUnderway(subject) ? null : `the upgrade is in ${subject.server.run.state()?.stage}`;
}

function againstFailure({ server, stage }: StageOfTarget): string | null {
  if (waitsForPeople.includes(stage)) return 'waits for people';
  const state = server.run.state();
  if (state === undefined || state.terminal) return null;
  const status = server.run.stages().find((one) => one.stage === stage)?.status;
  return status === 'COMPLETED' || status === 'FAILED' ? `is ${status} already` : null;
}

/** What can be done to one stage. */
export const instabaseStageActs: Acts<StageOfTarget> = {
  finish: {
    label: 'Finish',
    blocked: againstFinish,
    act({ server, stage }) {
      server.run.finishStage();
      return { who: 'instabase', words: `has done the work of ${stage}` };
    },
  },
  fail: {
    label: 'Fail',
    blocked: againstFailure,
    act({ server, stage }, body) {
      const message = optionalText(body, 'message') ?? 'could not lock table "jobs": timeout';
      if (isUnderway({ server, stage })) {
        server.run.failStage(message);
        return { who: 'instabase', words: `fails in ${stage}` };
      }
      server.run.plan(stage, { fails: message });
      return { who: 'instabase', words: `will fail in ${stage} when its turn comes` };
    },
  },
  log: {
    label: 'Log a warning',
    blocked: noUpgrade,
    act({ server, stage }, body) {
      const level = optionalChoice(body, 'level', levels) ?? 'WARNING';
      const message = optionalText(body, 'message') ?? 'app "ml-studio" is no longer part of the release';
      const times = Math.min(optionalNumber(body, 'times') ?? 1, MAX_LINES);
      for (let line = 0; line < times; line += 1) server.run.log(level, message, { stage });
      return {
        who: 'instabase',
        words: `logs ${times === 1 ? 'a line' : `${times} lines`} of level ${level} in ${stage}`,
      };
    },
  },
  enter: {
    blocked: noUpgrade,
    act({ server, stage }) {
      server.run.enterStage(stage);
      return { who: 'instabase', words: `jumps to ${stage}` };
    },
  },
  plan: {
    act({ server, stage }, body) {
      const seconds = optionalNumber(body, 'seconds');
      const fails = optionalText(body, 'fails');
      const rollbackFails = optionalText(body, 'rollbackFails');
      const times = optionalNumber(body, 'times');
      server.run.plan(stage, {
        ...(seconds === undefined ? {} : { ms: seconds === 0 ? Number.POSITIVE_INFINITY : seconds * 1000 }),
        ...(fails === undefined ? {} : { fails }),
        ...(rollbackFails === undefined ? {} : { rollbackFails }),
        ...(times === undefined ? {} : { times }),
      });
      return { who: 'instabase', words: `will go through ${stage} in another way` };
    },
  },
};
