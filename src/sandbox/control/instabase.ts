import type { InstabaseServer } from '../instabase/server.js';
import { levelNumbers, stageOrder } from '../instabase/stages.js';
import type { Session } from '../session.js';
import {
  type Asked,
  ControlRefusal,
  type Fields,
  optionalChoice,
  optionalNumber,
  optionalText,
  type Route,
  text,
} from './route.js';

type StageName = (typeof stageOrder)[number];
type Run = InstabaseServer['run'];

/** @throws ControlRefusal 404 */
export function instabaseIn({ stage }: Session): InstabaseServer {
  if (stage.instabase === undefined) throw new ControlRefusal('there is no Instabase on this stage', { status: 404 });
  return stage.instabase.server;
}

/** What is refused by the simulation's own rules is the caller's to know. */
function orRefuseNow<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof ControlRefusal) throw error;
    throw new ControlRefusal(error instanceof Error ? error.message : String(error), { status: 409, cause: error });
  }
}

/** More lines at once say nothing new. */
const MAX_LINES = 10_000;
/** Lines of each stage that are shown. */
const LINES_SHOWN = 20;

function pictureOf(session: Session): object {
  const { run } = instabaseIn(session);
  const stages = run.stages().map(({ stage, status, logs }) => ({
    stage,
    status,
    logged: logs.length,
    log: logs.slice(-LINES_SHOWN).map(({ level, msg, at }) => `${new Date(at).toISOString()} ${level} ${msg}`),
  }));
  return { installed: run.currentRelease(), upgrade: run.state() ?? null, stages };
}

/** Only the stage that the run is in has work that can end. */
function presentStage(run: Run, stage: StageName): void {
  const present = run.state()?.stage;
  if (present === stage) return;
  throw new ControlRefusal(`the upgrade is in ${present ?? 'no stage: none is created'}`, { status: 409 });
}

/** @param body of the request. @returns what is told of it */
type StageAct = (run: Run, stage: StageName, body: Fields) => string;

const levels = Object.keys(levelNumbers) as (keyof typeof levelNumbers)[];

/** What can be done to one stage, by the last part of the path. */
const stageActs: Readonly<Record<string, StageAct>> = {
  enter(run, stage) {
    run.enterStage(stage);
    return `jumps to ${stage}`;
  },
  finish(run, stage) {
    presentStage(run, stage);
    run.finishStage();
    return `has done the work of ${stage}`;
  },
  fail(run, stage, body) {
    presentStage(run, stage);
    run.failStage(text(body, 'message'));
    return `fails in ${stage}`;
  },
  log(run, stage, body) {
    const level = optionalChoice(body, 'level', levels) ?? 'WARNING';
    const message = text(body, 'message');
    const times = Math.min(optionalNumber(body, 'times') ?? 1, MAX_LINES);
    for (let line = 0; line < times; line += 1) run.log(level, message, { stage });
    return `logs ${times === 1 ? 'a line' : `${times} lines`} of level ${level} in ${stage}`;
  },
  plan(run, stage, body) {
    const seconds = optionalNumber(body, 'seconds');
    const fails = optionalText(body, 'fails');
    const rollbackFails = optionalText(body, 'rollbackFails');
    const times = optionalNumber(body, 'times');
    run.plan(stage, {
      ...(seconds === undefined ? {} : { ms: seconds === 0 ? Number.POSITIVE_INFINITY : seconds * 1000 }),
      ...(fails === undefined ? {} : { fails }),
      ...(rollbackFails === undefined ? {} : { rollbackFails }),
      ...(times === undefined ? {} : { times }),
    });
    return `will go through ${stage} in another way`;
  },
};

function actOnStage({ session, param, body }: Asked): object {
  const { run } = instabaseIn(session);
  const stage = stageOrder.find((one) => one === param('stage'));
  if (stage === undefined) throw new ControlRefusal(`the stages are ${stageOrder.join(', ')}`, { status: 404 });
  const act = Object.hasOwn(stageActs, param('act')) ? stageActs[param('act')] : undefined;
  if (act === undefined) throw new ControlRefusal(`a stage can: ${Object.keys(stageActs).join(', ')}`, { status: 404 });
  session.narrator.tells(
    'instabase',
    orRefuseNow(() => act(run, stage, body)),
  );
  return pictureOf(session);
}

const verbs = ['start', 'pause', 'retry', 'continue', 'rollback', 'complete', 'abandon'] as const;

/** Somebody uses Deployment Manager's own page. */
function actElsewhere({ session, param, body }: Asked): object {
  const { run } = instabaseIn(session);
  const verb = param('verb');
  const known = verbs.find((one) => one === verb);
  if (verb === 'create') {
    const releaseVersion = optionalText(body, 'release');
    orRefuseNow(() => run.create(releaseVersion === undefined ? {} : { releaseVersion }));
  } else if (verb === 'restart') {
    orRefuseNow(() => run.restartManager());
  } else if (known === undefined) {
    throw new ControlRefusal(`there are create, ${verbs.join(', ')} and restart`, { status: 404 });
  } else {
    orRefuseNow(() => run.act(known));
  }
  session.narrator.tells('admin', verb === 'restart' ? 'restarts Deployment Manager' : `${verb}: on its own page`);
  return pictureOf(session);
}

type NextAct = (ib: InstabaseServer, body: Fields) => string;

/** What is decided beforehand, by the last part of the path. */
const nextActs: Readonly<Record<string, NextAct>> = {
  creation(ib, body) {
    const leaves = optionalChoice(body, 'leaves', ['partial', 'nothing']) ?? 'partial';
    ib.failNextCreation({ error: text(body, 'error'), leaves });
    return `will refuse the next creation and leave ${leaves === 'partial' ? 'a part of it' : 'nothing'}`;
  },
  validation(ib, body) {
    const configName = optionalText(body, 'config') ?? 'ingress.yml';
    const error = optionalText(body, 'error');
    ib.findings.validationErrors = error === undefined ? [] : [{ configName, error }];
    return `will find ${error === undefined ? 'no error' : 'an error'} in a validation`;
  },
  preflight(ib, body) {
    const check = optionalChoice(body, 'check', ['rbac', 'service_accounts']) ?? 'rbac';
    const error = optionalText(body, 'error');
    ib.findings.preflights[check] = { ok: error === undefined, note: error ?? 'All is well.' };
    return `will ${error === undefined ? 'pass' : 'not pass'} the check ${check}`;
  },
};

function decideNext({ session, param, body }: Asked): object {
  const act = Object.hasOwn(nextActs, param('what')) ? nextActs[param('what')] : undefined;
  if (act === undefined) throw new ControlRefusal(`there are ${Object.keys(nextActs).join(', ')}`, { status: 404 });
  session.narrator.tells('instabase', act(instabaseIn(session), body));
  return pictureOf(session);
}

export const instabaseRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/instabase',
    does: 'the upgrade of the target ib, its stages and the last lines of each',
    serve: ({ session }) => pictureOf(session),
  },
  {
    method: 'POST',
    path: '/instabase/stages/:stage/:act',
    does:
      `${Object.keys(stageActs).join(', ')}; {"message": "…"} for fail; ` +
      `{"level": "${levels.join('|')}", "message": "…", "times": 1} for log; ` +
      '{"seconds": 5, "fails": "…", "rollbackFails": "…", "times": 1} for plan, how it goes from its next turn on: ' +
      '0 seconds wait for finish or fail, left out: as fast as ever',
    serve: actOnStage,
  },
  {
    method: 'POST',
    path: '/instabase/elsewhere/:verb',
    does: `on Deployment Manager's own page: create {"release": "23.10.1"}, ${verbs.join(', ')}; restart: restarts it`,
    serve: actElsewhere,
  },
  {
    method: 'POST',
    path: '/instabase/next/:what',
    does:
      'creation: the next one is refused with {"error": "…", "leaves": "partial|nothing"}; ' +
      'validation: what it will find, {"error": "…", "config": "ingress.yml"}; ' +
      'preflight: what a check will say, {"error": "…", "check": "rbac|service_accounts"}; without "error": nothing bad',
    serve: decideNext,
  },
];
