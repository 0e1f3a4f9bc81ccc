import type { Profile } from '../../core/products.js';
import type { NodeView, RequestView, UpgradeView } from '../../core/view.js';
import { inFlight, openRequests, underWay } from '../../core/view.js';
import { awaitedByRun } from './awaited-run.js';
import { bold, code, type Line, line, link, person, text } from './leaves.js';
import { counted, namesOf } from './nodes.js';
import { moment } from './times.js';
import { actionWords } from './words.js';

/** Active users and running tasks, as far as the product reports them. */
export interface Gauges {
  readonly users?: number;
  readonly tasks?: number;
}

export interface AwaitedContext {
  readonly view: UpgradeView;
  readonly profile: Profile;
  /** By node id. */
  readonly gauges: ReadonlyMap<string, Gauges>;
  /** The slash command, `/upgrade`. */
  readonly command: string;
  /** Links to the messages of requests, by request id, where these messages are elsewhere. */
  readonly requestLinks?: ReadonlyMap<string, string>;
}

/**
 * What an unfinished upgrade waits for, and from whom. Approvers are not mentioned by name.
 * @param canRetry the product lets the bot run failed upgrade tasks again
 */
export function awaitedLines(context: AwaitedContext, canRetry: boolean): Line[] {
  const { view, profile, requestLinks } = context;
  const open = openRequests(view).map((request) => approvalLine(request, profile, requestLinks?.get(request.id)));
  const reading = underWay(view)
    .filter(({ reads }) => reads === true)
    .map((request) => underWayLine(request, profile));
  const running = inFlight(view);
  if (running !== undefined) return [underWayLine(running, profile), ...reading, ...open];
  if (view.lostSince !== undefined) return [waiting(line`the target, which does not answer`), ...reading, ...open];
  if (open.length === 0) return [...reading, waiting(byPhase(context, canRetry))];
  // What is wrong makes most requests void when somebody decides on them.
  const wrong = wrongLine(view);
  return wrong === undefined ? [...reading, ...open] : [waiting(wrong), ...reading, ...open];
}

/** Calls that may take longer than this (ms) say since when they run. */
const LONG_CALL_MS = 60_000;

function underWayLine({ action, begunAt, askedAt, timeoutMs = 0 }: RequestView, profile: Profile): Line {
  const since = timeoutMs > LONG_CALL_MS ? line`, since ${moment(begunAt ?? askedAt)}` : [];
  return line`${bold('Under way')}: ${actionWords(profile, action).doing}${since}`;
}

const waiting = (what: Line): Line => line`${bold('Waiting for')}: ${what}`;

function approvalLine(request: RequestView, profile: Profile, url: string | undefined): Line {
  const missing = request.required - request.approvedBy.length;
  const whose = missing === 1 ? "a second person's Approve" : `${missing} other people's Approve`;
  const what = line`${actionWords(profile, request.action).order}, asked by ${person(request.by)}`;
  const where = url === undefined ? [] : line`. ${link(url, 'Open the request')}`;
  return waiting(line`${whose} from the approvers (${what}); it stands until ${moment(request.expiresAt)}${where}`);
}

function byPhase(context: AwaitedContext, canRetry: boolean): Line {
  const { view, profile, gauges, command } = context;
  if (profile.stages !== undefined) return awaitedByRun(context);
  const type = (action: string): Line => code(`${command} ${action} ${view.target}`);
  switch (view.phase) {
    case 'idle':
      return line`the target to show what comes of it`;
    case 'started':
      return inTurn(
        view,
        line`an admin, who upgrades the first node${suggestion(view, gauges)}. Way back: ${type('cancel')}`,
      );
    case 'rolling':
      return inTurn(view, line`an admin, who upgrades the next node${suggestion(view, gauges)}`);
    case 'finalizable':
      return inTurn(view, line`somebody who asks to finalize: ${type('approve')}. A second person then approves it`);
    case 'prepared':
    case 'running':
    case 'paused':
      return awaitedByRun(context);
    case 'finalizing':
      return line`the cluster, which finalizes on its own; nobody has to do anything`;
    case 'failed':
      return line`an admin, who looks at the errors and runs the upgrade tasks again${
        canRetry ? line`: ${type('retry')}` : line` on the upgrade page of ${view.label}`
      }`;
    case 'unknown':
      return line`an admin, who looks at the upgrade page of ${view.label}: the bot does not know this state`;
    default:
      return view.phase satisfies never;
  }
}

/** The next step, after what has to come before it: one node at a time is down, and finalizing drops those that are off. */
function inTurn(view: UpgradeView, step: Line): Line {
  const wrong = wrongLine(view);
  if (wrong !== undefined) return wrong;
  const moving = view.nodes.find(({ condition }) => condition === 'starting' || condition === 'leaving');
  if (moving !== undefined) return line`${bold(moving.name, 60)}, which restarts, to be back in service; then ${step}`;
  const off = view.nodes.flatMap(({ condition, name }) => (condition === 'off' ? [name] : []));
  if (off.length === 0) return step;
  const [is, it] = off.length === 1 ? ['is', 'it is'] : ['are', 'they are'];
  return line`${namesOf(off, 5)}, which ${is} off, to be back in service if ${it} to stay; then ${step}`;
}

/** What has to be put right before anything else is done. */
function wrongLine({ nodes, warnings }: UpgradeView): Line | undefined {
  const broken = nodes.find(({ condition }) => condition === 'error');
  if (broken !== undefined) return line`an admin, who repairs ${bold(broken.name, 60)}`;
  const version = warnings.find(({ kind }) => kind === 'version-path')?.subject;
  if (version !== undefined)
    return line`an admin, who puts the node on ${text(version, 40)} back on the version before`;
  if (!warnings.some(({ kind }) => kind === 'nodes-disagree')) return undefined;
  return line`the nodes to give the same answers again; until then take no node down`;
}

/**
 * The node that disturbs fewest people: fewest tasks, then fewest users, as Atlassian advises
 * (https://confluence.atlassian.com/conf87/upgrade-a-confluence-cluster-manually-without-downtime-1333824074.html).
 */
function suggestion(view: UpgradeView, gauges: AwaitedContext['gauges']): Line {
  // Figures are a few seconds old: a node that was warned of may not show its users in them yet.
  const crowded = view.warnings.flatMap(({ kind, subject }) => (kind === 'lopsided' ? [subject] : []));
  const candidates = view.nodes
    .filter(({ name }) => !crowded.includes(name))
    .flatMap((node) => candidate(node, gauges.get(node.id)));
  if (candidates.length === 0) return [];
  const best = candidates.reduce((a, b) => ((b.tasks - a.tasks || b.users - a.users) < 0 ? b : a));
  const load = `${counted(best.tasks, 'task')}, ${counted(best.users, 'user')}`;
  return line` (${bold(best.name, 60)} is the quietest: ${load})`;
}

function candidate(node: NodeView, gauges: Gauges | undefined): { name: string; users: number; tasks: number }[] {
  if (node.upgraded || node.condition !== 'active') return [];
  if (gauges?.users === undefined || gauges.tasks === undefined) return [];
  return [{ name: node.name, users: gauges.users, tasks: gauges.tasks }];
}
