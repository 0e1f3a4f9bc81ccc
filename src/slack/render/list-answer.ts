import type { TargetStatus } from '../../core/answers.js';
import type { Profile } from '../../core/products.js';
import { inFlight, openRequests, type UpgradeView } from '../../core/view.js';
import { bullets, paragraph } from './blocks.js';
import type { AnswerContext } from './context.js';
import { bold, code, emoji, joinLines, type Line, line, text } from './leaves.js';
import { linesMessage, message, type Rendered } from './message.js';
import { counted } from './nodes.js';
import { shortStatus } from './status-answers.js';
import { moment } from './times.js';
import { upgradeProgress } from './upgrade-card.js';
import { actionWords } from './words.js';

/** What a target is counted as, the most urgent first: a long list is cut at its end. */
const ranks = [
  ['not reachable', ({ observation }: TargetStatus) => observation === undefined],
  ['with warnings', ({ warnings, upgrade }: TargetStatus) => warnings.length + (upgrade?.warnings.length ?? 0) > 0],
  ['being upgraded', ({ upgrade }: TargetStatus) => upgrade !== undefined],
  ['idle', () => true],
] as const;

const rankOf = (status: TargetStatus): number => ranks.findIndex(([, holds]) => holds(status));

/** All targets, one line each, those that need somebody first. */
export function listAnswer(targets: readonly TargetStatus[], context: AnswerContext): Rendered {
  if (targets.length === 0) return linesMessage([line`No target is configured.`]);
  const ranked = targets.map((status) => ({ status, rank: rankOf(status) }));
  const counts = ranks.flatMap(([name], rank) => {
    const count = ranked.filter((one) => one.rank === rank).length;
    return count === 0 ? [] : [line`${count} ${name}`];
  });
  const details = line`For details: ${code(`${context.command} status <target>`)}`;
  const title = line`${bold(counted(targets.length, 'target'))}: ${joinLines(counts, ', ')}. ${details}`;
  const lines = ranked.sort((a, b) => a.rank - b.rank).map(({ status }) => targetLine(status, context));
  return message([title, ...lines], [paragraph([title]), bullets(lines)]);
}

function targetLine(status: TargetStatus, context: AnswerContext): Line {
  const { upgrade } = status;
  const profile = context.profileOf(status.target);
  const parts = upgrade === undefined ? [] : [upgradeProgress(upgrade, profile), pendingWords(upgrade, profile)];
  return joinLines([shortStatus(status, context), ...parts, warnedWords(status)], '; ');
}

/** What a person asked for and is not through yet. */
function pendingWords(upgrade: UpgradeView, profile: Profile): Line {
  const running = inFlight(upgrade);
  if (running !== undefined) return line`${actionWords(profile, running.action).doing}`;
  const [open] = openRequests(upgrade);
  if (open === undefined) return [];
  return line`${actionWords(profile, open.action).order.toLowerCase()}: waits for approval until ${moment(open.expiresAt)}`;
}

/** The first warning that this look found, and how many more there are, on the card too. */
function warnedWords({ warnings, upgrade }: TargetStatus): Line {
  const [first] = warnings;
  const onCard = upgrade?.warnings.length ?? 0;
  if (first === undefined)
    return onCard === 0 ? [] : line`${emoji('warning')} ${counted(onCard, 'warning')} on its card`;
  const more = Math.max(warnings.length, onCard) - 1;
  return line`${emoji('warning')} ${text(first, 200)}${more > 0 ? line` (and ${more} more)` : []}`;
}
