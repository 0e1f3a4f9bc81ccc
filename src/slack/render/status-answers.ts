import { phaseWords, stateWords } from '../../core/actions.js';
import type { TargetStatus } from '../../core/answers.js';
import type { NodeObservation, Observation, TaskError } from '../../core/observation.js';
import type { Profile } from '../../core/products.js';
import { inFlight, openRequests, type UpgradeView } from '../../core/view.js';
import { awaitedLines } from './awaited.js';
import { type Block, bullets, header, paragraph } from './blocks.js';
import type { AnswerContext } from './context.js';
import { bold, channel, code, emoji, joinLines, type Line, line, link, own, text } from './leaves.js';
import { message, type Rendered } from './message.js';
import { counted, type NodeRow, nodeLine, nodesBlock } from './nodes.js';
import { runLines, stagesOf } from './stage-answers.js';
import { moment } from './times.js';
import { actionWords, causeWords, conditionWords } from './words.js';

function stateLine(status: TargetStatus, { profileOf }: AnswerContext): Line {
  const { observation, problem, silent, failingSince } = status;
  const since = failingSince === undefined ? [] : line` since ${moment(failingSince)}`;
  if (observation === undefined)
    return line`${bold(silent === true ? 'not reachable' : 'not reachable for the bot')}${since}: ${text(causeWords(problem ?? 'no reason known'), 300)}`;
  const { state, phase, run } = observation;
  return line`${code(state, 60)} (${stateWords(profileOf(status.target), state, phase, run?.rollbackRequested)})`;
}

/** The upgrade's number, with a link to its card where there is one; empty without an upgrade. */
export function upgradeWords({ upgrade, card }: Pick<TargetStatus, 'upgrade' | 'card'>): Line {
  if (upgrade === undefined) return [];
  if (card?.kind === 'posted') {
    const name = `upgrade #${upgrade.number}`;
    return card.link === undefined ? line`${name} in ${channel(card.channel)}` : link(card.link, name);
  }
  const problem =
    card?.kind === 'problem' ? line` (cannot be shown in ${channel(card.channel)}: ${text(card.detail, 200)})` : [];
  return line`upgrade #${upgrade.number}${problem}`;
}

/** A target in one line: its state and its upgrade. */
export function shortStatus(status: TargetStatus, context: AnswerContext): Line {
  return line`${bold(status.target)} (${text(status.label, 80)}): ${joinLines([stateLine(status, context), upgradeWords(status)], '; ')}`;
}

/** One target: state, warnings, what is awaited and what can be done now. */
export function statusAnswer(status: TargetStatus, context: AnswerContext): Rendered {
  const { warnings } = status;
  const alerts = warnings.map((warning) => line`${text(warning, 600)}`);
  const facts = statusFacts(status, context);
  const stages = stagesOf(status, context);
  const title = line`${status.target}: ${text(status.label, 80)}`;
  const blocks: Block[] = [
    header(`${status.target}: ${status.label}`),
    ...(alerts.length === 0 ? [] : [bullets(alerts, line`${emoji('warning')} ${bold('Look at this first')}`)]),
    paragraph(facts),
    ...(stages === undefined ? [] : [stages.block]),
  ];
  return message(
    [title, ...alerts.map((alert) => line`Warning: ${alert}`), ...facts, ...(stages?.lines ?? [])],
    blocks,
  );
}

function statusFacts(status: TargetStatus, context: AnswerContext): Line[] {
  const { observation, readAt, upgrade, allowed } = status;
  const read = readAt === undefined ? [] : line`, read ${moment(readAt)}`;
  const lines: Line[] = [line`${bold('State')}: ${stateLine(status, context)}${read}`];
  if (observation !== undefined) lines.push(...partsLines(observation, context.profileOf(status.target)));
  else if (upgrade !== undefined) lines.push(lastKnown(upgrade, context.profileOf(status.target)));
  const running = upgradeWords(status);
  lines.push(
    line`${bold('Upgrade')}: ${running.length > 0 ? running : line`the bot follows none at the moment`}${onCardWords(upgrade)}`,
  );
  if (upgrade !== undefined && upgrade.finishedHow === undefined) {
    const gauges = gaugesOf(observation);
    const profile = context.profileOf(status.target);
    const awaited = awaitedLines(
      { view: upgrade, profile, gauges, command: context.command },
      allowed.includes('retry'),
    );
    lines.push(...awaited);
  }
  return [...lines, line`${bold('Allowed now')}: ${allowedWords(status, context)}`];
}

function allowedWords(
  { observation, upgrade, allowed, target }: TargetStatus,
  { command, profileOf }: AnswerContext,
): Line {
  const profile = profileOf(target);
  if (observation === undefined) {
    return line`nothing while it cannot be read. To find the cause: ${code(`${command} doctor ${target}`)}`;
  }
  const offers = allowed.map(
    (name) => line`${code(`${command} ${name} ${target}`)} (${actionWords(profile, name).order})`,
  );
  if (offers.length > 0) return joinLines(offers, ', ');
  const pending = upgrade !== undefined && (inFlight(upgrade) ?? openRequests(upgrade)[0]) !== undefined;
  return pending ? line`nothing more until that is through` : line`no action`;
}

const lastKnown = ({ state, stateSince, phase }: UpgradeView, profile: Profile): Line =>
  line`${bold('Last known state')}: ${code(state, 60)} (${phaseWords(profile, phase)}), since ${moment(stateSince)}`;

/** The card says what each warning means and what to do. */
export function onCardWords(upgrade: UpgradeView | undefined): Line {
  const count = upgrade?.warnings.length ?? 0;
  return count === 0 ? [] : line`; ${emoji('warning')} ${counted(count, 'warning')} on its card`;
}

const gaugesOf = (observation: Observation | undefined) =>
  new Map((observation?.nodes ?? []).map((node) => [node.id, node] as const));

function partsLines(observation: Observation, { stages }: Profile): Line[] {
  if (stages === undefined) return [line`${bold('Nodes')}: ${versionsWords(observation)}`];
  return observation.run === undefined ? [] : runLines(observation.run, observation.phase === 'idle');
}

/** "3 nodes: 2 on 9.2.21, 1 on 9.2.13" */
function versionsWords({ nodes }: Observation): Line {
  const counts = new Map<string, number>();
  for (const { version } of nodes)
    counts.set(version ?? 'an unknown version', (counts.get(version ?? 'an unknown version') ?? 0) + 1);
  const shares = [...counts].slice(0, 10).map(([version, count]) => line`${count} on ${text(version, 40)}`);
  return line`${counted(nodes.length, 'node')}${own(shares.length === 0 ? '' : ': ')}${joinLines(shares, ', ')}`;
}

/** The nodes of a target, as read now. */
export function nodesAnswer(status: TargetStatus, context: AnswerContext): Rendered {
  const { observation, upgrade, target } = status;
  if (observation === undefined) return statusAnswer(status, context);
  if (context.profileOf(target).stages !== undefined) return noNodesAnswer(status, context);
  const rows = observation.nodes.map((node) => rowOf(node, upgrade));
  const title = line`${bold(target)}: ${stateLine(status, context)}${status.readAt === undefined ? [] : line`, read ${moment(status.readAt)}`}`;
  return message([title, ...rows.map(nodeLine)], [paragraph([title]), nodesBlock(rows)]);
}

/** A product in stages has no nodes that it would tell of. */
function noNodesAnswer(status: TargetStatus, context: AnswerContext): Rendered {
  const title = line`${bold(status.target)}: ${stateLine(status, context)}. ${text(status.label, 80)} reports no nodes, but stages`;
  const stages = stagesOf(status, context);
  if (stages === undefined) return message([title], [paragraph([line`${title}; at present none.`])]);
  return message([line`${title}:`, ...stages.lines], [paragraph([line`${title}:`]), stages.block]);
}

/** One node with everything that is known of it. */
export function nodeAnswer(status: TargetStatus, node: NodeObservation): Rendered {
  const more = [labelled('Id', node.id), labelled('Build', node.build), labelled('Address', node.address)];
  const lines = [nodeLine(rowOf(node, status.upgrade)), ...more.filter((one) => one.length > 0)];
  const errors = node.errors.map(errorLine);
  const blocks: Block[] = [
    paragraph(lines),
    ...(errors.length === 0 ? [] : [bullets(errors, bold('Failed upgrade tasks'))]),
  ];
  return message([...lines, ...errors], blocks);
}

const labelled = (label: string, value: string | undefined): Line =>
  value === undefined ? [] : line`${bold(label)}: ${text(value, 120)}`;

function errorLine({ task, message: cause, clusterWide }: TaskError): Line {
  const name = task === undefined ? [] : line`${bold(task)}: `;
  return line`${name}${text(cause, 500)}${clusterWide ? line` (concerns the whole cluster)` : []}`;
}

function rowOf(node: NodeObservation, upgrade: UpgradeView | undefined): NodeRow {
  const { name, state, condition, version, users, tasks } = node;
  const known = upgrade?.nodes.find((one) => one.id === node.id);
  return {
    name,
    state,
    condition,
    words: conditionWords[condition],
    ...(version === undefined ? {} : { version }),
    upgraded:
      upgrade !== undefined &&
      version !== undefined &&
      upgrade.originalVersion !== undefined &&
      version !== upgrade.originalVersion,
    ...(users === undefined ? {} : { users }),
    ...(tasks === undefined ? {} : { tasks }),
    ...(known === undefined || known.state !== state ? {} : { since: known.since }),
  };
}
