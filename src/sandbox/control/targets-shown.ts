import type { InstabaseServer } from '../instabase/server.js';
import { stageOrder } from '../instabase/stages.js';
import type { Session } from '../session.js';
import { instabaseName } from '../stage-instabase.js';
import type { ZduServer } from '../zdu/server.js';
import { shownActs } from './act.js';
import { clusterActs } from './cluster-acts.js';
import { clusterNodeActs } from './cluster-node-acts.js';
import { instabaseActs } from './instabase-acts.js';
import { instabaseStageActs } from './instabase-stage-acts.js';
import type { NodeShown, StageShown, TargetShown } from './shown.js';

function clusterShown(target: string, server: ZduServer): TargetShown {
  const { cluster, product, title } = server;
  const nodes = cluster.nodes().map((node): NodeShown => {
    const { id, name, state, alive, version, users } = node;
    const acts = shownActs(clusterNodeActs, { target, server, node });
    // Jira goes on calling a dead node by the name it had.
    return { id, name, state: alive ? state : `${state} (alive: false)`, version, users, acts };
  });
  const acts = shownActs(clusterActs, { target, server });
  return { name: target, product, title, state: cluster.state(), up: server.isUp(), nodes, stages: [], acts };
}

function runState({ run }: InstabaseServer): string {
  const state = run.state();
  if (state === undefined) return 'no upgrade';
  return `${state.stage} ${state.terminal ? '' : state.status}${state.paused ? ', paused' : ''}`.trim();
}

function instabaseShown(target: string, server: InstabaseServer): TargetShown {
  const records = server.run.stages();
  const stages = stageOrder.map((stage): StageShown => {
    const { status = 'UNSTARTED', logs = [] } = records.find((one) => one.stage === stage) ?? {};
    const warnings = logs.filter(({ level }) => level === 'WARNING' || level === 'ERROR').length;
    return { name: stage, status, warnings, acts: shownActs(instabaseStageActs, { server, stage }) };
  });
  const acts = shownActs(instabaseActs, { target, server });
  const title = 'Instabase';
  return {
    name: target,
    product: 'instabase',
    title,
    state: runState(server),
    up: server.isUp(),
    nodes: [],
    stages,
    acts,
  };
}

/** All simulated products of the present stage, clusters first. */
export function targetsShown({ stage: { targets, instabase } }: Session): readonly TargetShown[] {
  const clusters = Object.entries(targets).map(([name, server]) => clusterShown(name, server));
  return instabase === undefined ? clusters : [...clusters, instabaseShown(instabaseName, instabase.server)];
}
