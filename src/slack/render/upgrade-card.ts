import { stateWords } from '../../core/actions.js';
import type { Profile } from '../../core/products.js';
import type { CardLoss } from '../../core/publishing.js';
import { intendedOf, type UpgradeView } from '../../core/view.js';
import { adviceBlocks, adviceFor } from './advice.js';
import { type AwaitedContext, awaitedLines, type Gauges } from './awaited.js';
import { type Block, bullets, header, paragraph } from './blocks.js';
import { endingLine } from './ending.js';
import { bold, code, emoji, joinLines, type Line, line, own, person, text } from './leaves.js';
import { message, type Rendered } from './message.js';
import { type NodeRow, nodesBlock } from './nodes.js';
import { outcomeLine } from './outcome-words.js';
import { choiceBlocks, logAlerts, runBlocks, runFacts, runProgress } from './run-facts.js';
import { nodeProgress, stepsBlock } from './steps.js';
import { moment } from './times.js';
import { type WarningContext, warningLine } from './warning-words.js';
import { actionWords, causeWords, conditionWords, endingWords } from './words.js';

export interface CardContext extends AwaitedContext {
  readonly view: UpgradeView;
  readonly profile: Profile;
  /** Active users and running tasks by node id; nodes may be missing. */
  readonly gauges: ReadonlyMap<string, Gauges>;
  /** The slash command, `/upgrade`. */
  readonly command: string;
  /** Without `plan` blocks, for workspaces that refuse them. */
  readonly plain: boolean;
  /** Why this is not the upgrade's first card. */
  readonly lost?: CardLoss;
}

/**
 * The root message of an upgrade. Equal input gives an equal message: it reads no clock, and times are left to Slack.
 * It mentions nobody but the person who asked and those who decided.
 */
export function upgradeCard(context: CardContext): Rendered {
  const { view, profile, plain } = context;
  const alerts = alertLines(context);
  const facts = factLines(context);
  const advice = adviceFor(view, profile);
  const blocks: Block[] = [
    header(`${view.target}: ${view.label} upgrade #${view.number}`),
    ...(alerts.length === 0 ? [] : [bullets(alerts, line`${emoji('warning')} ${bold('Look at this first')}`)]),
    paragraph(facts),
    ...choiceBlocks(context),
    ...adviceBlocks(advice),
    ...(profile.stages === undefined ? nodeBlocks(context) : runBlocks(context, plain)),
  ];
  return message([summaryLine(context), ...alerts.map(asWarning), ...facts, ...advice.next, ...advice.never], blocks);
}

function nodeBlocks(context: CardContext): Block[] {
  const steps = stepsBlock(context.view, context.plain);
  const nodes = nodesBlock(context.view.nodes.map((node) => rowOf(node, context)));
  return steps === undefined ? [nodes] : [steps, nodes];
}

/** What a notification shows first. */
function summaryLine({ view, profile }: CardContext): Line {
  const name = line`${view.target}: ${view.label} upgrade #${view.number}`;
  if (view.finishedHow !== undefined) return line`${name}, ${endingWords[view.finishedHow]}.`;
  return line`${name}, ${upgradeProgress(view, profile)}.`;
}

/** How far an upgrade is, in a few words. */
export function upgradeProgress(view: UpgradeView, profile: Profile): Line {
  return profile.stages === undefined ? line`nodes upgraded: ${nodeProgress(view)}` : runProgress({ view, profile });
}

const asWarning = (alert: Line): Line => line`Warning: ${alert}`;

/** Warnings that are shown one by one; the thread has them all. */
const WARNINGS_SHOWN = 6;

function alertLines(card: CardContext): Line[] {
  const { view, profile, command } = card;
  if (view.finishedHow !== undefined) return [];
  const context = { profile, target: view.target, command };
  const shown = view.warnings.slice(0, WARNINGS_SHOWN).map((warning) => warningLine(warning, context));
  const rest = view.warnings.length - shown.length;
  const more = rest > 0 ? [line`${rest} more; see the thread.`] : [];
  return [...lostLines(view), ...troubleLines(view, context), ...shown, ...more, ...logAlerts(card)];
}

/** Since when and why the target cannot be read; empty while it can. */
export function lostLines({ lostSince, lostDetail, run }: UpgradeView): Line[] {
  if (lostSince === undefined) return [];
  const nodes = run === undefined ? 'nodes' : 'stages';
  const cause = lostDetail === undefined ? [] : line`: ${text(causeWords(lostDetail), 300)}`;
  return [
    line`The target is ${bold('not reachable')} since ${moment(lostSince)}${cause}. State and ${nodes} below are the last ones known.`,
  ];
}

/** The last action, when it did not work and the target has not moved on since. */
function troubleLines(view: UpgradeView, { profile, command }: WarningContext): Line[] {
  const last = view.requests.at(-1);
  if (last?.outcome === undefined || last.outcome === 'done') return [];
  if (last.outcomeAt === undefined || last.outcomeAt < view.stateSince) return [];
  const { action, outcome: result, outcomeDetail: detail } = last;
  const asked = intendedOf(last);
  return [
    line`${actionWords(profile, action).order}: ${outcomeLine({ profile, action, asked, result, detail, target: view.target, command })}`,
  ];
}

function factLines(context: CardContext): Line[] {
  const { view } = context;
  const versions = labelled(versionsLabel(context.profile), versionsLine(view));
  const lines = [...stateLines(context), versions, ...runFacts(context), startedLine(view)];
  const decided = approvalLine(view);
  if (decided.length > 0) lines.push(labelled('Approved by', decided));
  if (view.finishedHow === undefined) {
    lines.push(...awaitedLines(context, context.profile.actions.retry !== undefined));
  }
  if (view.firstLook && view.how === 'noticed') {
    lines.push(line`The bot has no earlier record of this run: an earlier record, if there was one, is gone.`);
  }
  if (context.lost !== undefined) lines.push(own(lossWords[context.lost]));
  return lines;
}

const lossWords = {
  deleted: 'The earlier card was deleted in Slack; what happened before is in its thread.',
  foreign: 'The earlier card belongs to a former installation of the bot; what happened before is in its thread.',
  moved: 'The earlier card is in another channel, which takes no messages any more; what happened before is there.',
} as const satisfies Record<CardLoss, string>;

const labelled = (label: string, rest: Line): Line => line`${bold(label)}: ${rest}`;

/** The state under the product's own name, in plain words, and since when; of an ended upgrade its result too. */
export function stateLines(context: Pick<CardContext, 'view' | 'profile' | 'command'>): Line[] {
  const { view, profile } = context;
  const state = line`${code(view.state, 60)} (${stateWords(profile, view.state, view.phase, view.run?.rollbackRequested)})`;
  if (view.finishedAt !== undefined && view.finishedHow !== undefined) {
    const ended = line`${endingLine(context, view.finishedHow, view.finishedAt)} Ended ${moment(view.finishedAt)}.`;
    return [labelled('Result', ended), labelled('State', state)];
  }
  const label = view.lostSince === undefined ? 'State' : 'Last known state';
  // The state found at the opening may be much older.
  const since = view.stateSince === view.openedAt ? [] : line`, since ${moment(view.stateSince)}`;
  return [labelled(label, line`${state}${since}`)];
}

/** What `versionsLine` is called. */
export const versionsLabel = ({ stages }: Profile): string => (stages === undefined ? 'Versions' : 'Release');

/** "9.2.13 → 9.2.21", with what is known of either. */
export function versionsLine(view: UpgradeView): Line {
  if (view.nodes.length === 0) return releaseLine(view);
  const from = text(view.originalVersion ?? 'unknown', 40);
  const seen = [
    ...new Set(view.nodes.flatMap((node) => (node.upgraded && node.version !== undefined ? [node.version] : []))),
  ];
  if (seen.length > 0)
    return line`${from} → ${joinLines(
      seen.map((version) => text(version, 40)),
      ', ',
    )}`;
  const asked = view.requests.findLast((request) => request.to !== undefined)?.to;
  if (view.finishedHow !== undefined) return from;
  return asked === undefined ? from : line`${from} → ${text(asked, 40)} (asked for)`;
}

/** "→ 23.04.3", for a product without nodes. */
function releaseLine({ originalVersion, run, requests, finishedHow }: UpgradeView): Line {
  const from = originalVersion === undefined ? [] : line`${text(originalVersion, 40)} `;
  if (run?.release !== undefined) {
    const end = finishedHow === undefined || finishedHow === 'completed' ? '' : ` (${endingWords[finishedHow]})`;
    return line`${from}→ ${text(run.release, 40)}${own(end)}`;
  }
  const asked = requests.findLast(({ release, to }) => (release ?? to) !== undefined);
  const to = asked?.release ?? asked?.to;
  if (to === undefined || finishedHow !== undefined) return line`${from}${from.length === 0 ? 'not reported' : ''}`;
  return line`${from}→ ${text(to, 40)} (asked for)`;
}

/** Who asked, or that nobody did here. */
export function startedLine(view: UpgradeView): Line {
  const opened = moment(view.openedAt);
  const begun = view.run === undefined ? 'Started' : 'Begun';
  if (view.how === 'noticed') return labelled(begun, line`outside this bot, which follows it since ${opened}`);
  const first = view.requests[0];
  const reason = first?.reason === undefined ? [] : line`, “${text(first.reason, 300)}”`;
  return labelled('Asked by', line`${person(view.by ?? 'unknown')}${reason}, ${opened}`);
}

function approvalLine(view: UpgradeView): Line {
  const approved = view.requests.filter((request) => request.approvedBy.length > 0 && request.decidedBy !== undefined);
  const decisions = approved.map(({ action, approvedBy }) => {
    return line`${joinLines(approvedBy.map(person), ', ')} (${action})`;
  });
  return joinLines(decisions, '; ');
}

function rowOf(node: UpgradeView['nodes'][number], { profile, gauges, view }: CardContext): NodeRow {
  const { name, state, condition, version, upgraded, since } = node;
  const gauge = view.finishedHow === undefined && view.lostSince === undefined ? gauges.get(node.id) : undefined;
  const words = Object.hasOwn(profile.nodeStates, state) ? profile.nodeStates[state]?.words : undefined;
  return {
    name,
    state,
    condition,
    words: words ?? conditionWords[condition],
    ...(version === undefined ? {} : { version }),
    // A node that is still coming up, or broken, is not counted as upgraded either.
    upgraded: upgraded && condition === 'active',
    ...(gauge?.users === undefined ? {} : { users: gauge.users }),
    ...(gauge?.tasks === undefined ? {} : { tasks: gauge.tasks }),
    since,
  };
}
