import type { InstabaseServer } from '../instabase/server.js';
import { stageOrder } from '../instabase/stages.js';
import type { Session } from '../session.js';
import { type Acts, perform } from './act.js';
import { clusterActs } from './cluster-acts.js';
import { clusterNodeActs } from './cluster-node-acts.js';
import { instabaseActs } from './instabase-acts.js';
import { instabaseStageActs } from './instabase-stage-acts.js';
import { type Asked, ControlRefusal, type Route } from './route.js';
import { targetCalled } from './target.js';
import { targetsShown } from './targets-shown.js';

/** Lines of each stage that are shown. */
const LINES_SHOWN = 20;

/** What is known of an Instabase besides what the page shows. */
function runOf({ run }: InstabaseServer): object {
  const log = run.stages().map(({ stage, logs }) => {
    const lines = logs.slice(-LINES_SHOWN).map(({ level, msg, at }) => `${new Date(at).toISOString()} ${level} ${msg}`);
    return [stage, lines] as const;
  });
  return { installed: run.currentRelease(), upgrade: run.state() ?? null, log: Object.fromEntries(log) };
}

function shownNow(session: Session, name: string): object {
  const found = targetCalled(session, name);
  const shown = targetsShown(session).find((one) => one.name === name);
  return { ...shown, ...(found.kind === 'instabase' ? runOf(found.server) : {}) };
}

async function actOnTarget({ session, param, body }: Asked): Promise<object> {
  const found = targetCalled(session, param('target'));
  const common = { session, whose: found.target, name: param('act'), body };
  if (found.kind === 'cluster') await perform({ ...common, acts: clusterActs, subject: found });
  else await perform({ ...common, acts: instabaseActs, subject: found });
  return shownNow(session, found.target);
}

async function actOnNode({ session, param, body }: Asked): Promise<object> {
  const found = targetCalled(session, param('target'));
  if (found.kind !== 'cluster') throw new ControlRefusal(`${found.target} has stages, no nodes`, { status: 404 });
  const { target, server } = found;
  const wanted = param('node');
  const nodes = server.cluster.nodes();
  const node = nodes.find(({ id, name }) => id === wanted || name === wanted);
  if (node === undefined)
    throw new ControlRefusal(`the nodes are ${nodes.map(({ name }) => name).join(', ')}`, { status: 404 });
  const subject = { target, server, node };
  await perform({ session, acts: clusterNodeActs, subject, whose: 'a node', name: param('act'), body });
  return shownNow(session, target);
}

async function actOnStage({ session, param, body }: Asked): Promise<object> {
  const found = targetCalled(session, param('target'));
  if (found.kind !== 'instabase') throw new ControlRefusal(`${found.target} has nodes, no stages`, { status: 404 });
  const stage = stageOrder.find((one) => one === param('stage'));
  if (stage === undefined) throw new ControlRefusal(`the stages are ${stageOrder.join(', ')}`, { status: 404 });
  const subject = { server: found.server, stage };
  await perform({ session, acts: instabaseStageActs, subject, whose: 'a stage', name: param('act'), body });
  return shownNow(session, found.target);
}

const named = <T>(acts: Acts<T>): string => Object.keys(acts).join(', ');

export const targetRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/targets',
    does: 'all simulated products: their states, nodes or stages, and what can be done to them',
    serve: ({ session }) => targetsShown(session),
  },
  {
    method: 'GET',
    path: '/targets/:target',
    does: 'one of them; of ib also the release that is installed, its upgrade, and the last lines of each stage',
    serve: ({ session, param }) => shownNow(session, param('target')),
  },
  {
    method: 'POST',
    path: '/targets/:target/do/:act',
    does:
      `of a cluster: ${named(clusterActs)} ({"message": "…", "node": "…"} for fail-tasks, {"name": "…"} for add-node); ` +
      `of ib: ${named(instabaseActs)} ({"release": "23.10.1"} for create; {"error": "…", "leaves": "partial|nothing"} ` +
      'for fail-creation; {"error": "…", "config": "ingress.yml"} and {"error": "…", "check": "rbac|service_accounts"} ' +
      'for what is found in checks, without "error": nothing bad). With every act: {"wait": true} answers when it is ' +
      'over, {"anyway": true} does it although it makes no sense now',
    serve: actOnTarget,
  },
  {
    method: 'POST',
    path: '/targets/:target/nodes/:node/:act',
    does: `${named(clusterNodeActs)}; {"version": "9.2.22", "wait": true} for upgrade, {"users": 90} for users`,
    serve: actOnNode,
  },
  {
    method: 'POST',
    path: '/targets/:target/stages/:stage/:act',
    does:
      `of ib: ${named(instabaseStageActs)}; {"message": "…"} for fail, which waits for the stage's turn if need be; ` +
      '{"level": "INFO|SUCCESS|WARNING|ERROR", "message": "…", "times": 1} for log; ' +
      '{"seconds": 5, "fails": "…", "rollbackFails": "…", "times": 1} for plan, how it goes from its next turn on: ' +
      '0 seconds wait for finish or fail, left out: as fast as ever',
    serve: actOnStage,
  },
];
