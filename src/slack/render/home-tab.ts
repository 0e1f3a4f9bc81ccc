import type { HomeTab, Refusal, TargetAtHome } from '../../core/answers.js';
import type { Profile } from '../../core/products.js';
import { openRequests, type UpgradeView } from '../../core/view.js';
import { awaitedLines } from './awaited.js';
import { type Block, bullets, header, paragraph } from './blocks.js';
import type { AnswerContext } from './context.js';
import { fitBlocks } from './fit.js';
import { bold, code, emoji, joinLines, type Line, line, text } from './leaves.js';
import { counted, namesOf } from './nodes.js';
import { onCardWords, upgradeWords } from './status-answers.js';
import { moment } from './times.js';
import { lostLines, startedLine, stateLines, upgradeProgress } from './upgrade-card.js';
import { causeWords, endingWords } from './words.js';

/** https://docs.slack.dev/reference/views/home-tab-views */
export interface HomeView {
  readonly type: 'home';
  readonly blocks: Block[];
}

/** Slack takes 250 kB (https://docs.slack.dev/reference/methods/views.publish); some is left for what it adds. */
const HOME_MAX_BYTES = 200_000;

/** Slack takes 100 blocks (https://docs.slack.dev/reference/views/home-tab-views), and six may not be about a target. */
const TARGET_BLOCKS = 94;
const TARGETS_SHOWN = 90;

const TITLE = 'Upgrades';

const divider: Block = { type: 'divider' };

const homeView = (blocks: readonly Block[]): HomeView => ({ type: 'home', blocks: fitBlocks(blocks, HOME_MAX_BYTES) });

/** What is going on, what the person may do, then every target, those that need somebody first, then what to type. */
export function homeTab({ readAt, targets }: Extract<HomeTab, { kind: 'home' }>, context: AnswerContext): HomeView {
  const ranked = [...targets].sort((a, b) => rankOf(a) - rankOf(b));
  const shown = ranked.slice(0, TARGETS_SHOWN);
  const rest = targets.length - shown.length;
  const more = line`and ${counted(rest, 'target')} more: ${code(`${context.command} list`)}`;
  return homeView([
    header(TITLE),
    paragraph([...overview(ranked, readAt), ...rightsLines(targets)]),
    divider,
    ...targetBlocks(shown, context),
    ...(rest > 0 ? [paragraph([more])] : []),
    divider,
    typingBlock(targets, context),
  ]);
}

/**
 * For a person who may see nothing, or when it is not known what they may see: why.
 * @param at epoch ms
 */
export function homeWithout(refusal: Refusal, at: number): HomeView {
  return homeView([header(TITLE), paragraph(whyWithout(refusal, at))]);
}

function whyWithout(refusal: Refusal, at: number): Line[] {
  const again = line`As of ${moment(at)}. Open this tab again in a minute.`;
  switch (refusal.why) {
    case 'not-member':
      return [
        line`Only full members of this workspace may use this bot, and you are ${text(refusal.because, 120)}. So nothing is shown here.`,
      ];
    case 'rights-unreadable':
      return [
        line`${emoji('warning')} Your rights could not be read from Slack (${text(causeWords(refusal.detail), 200)}). Until they can be, no state is shown.`,
        again,
      ];
    case 'store-down':
      return [
        line`${emoji('warning')} The bot cannot reach its store at the moment, so it cannot say how things stand.`,
        again,
      ];
    default:
      return [line`${emoji('warning')} Something went wrong inside the bot; its log says what.`, again];
  }
}

/** The upgrade that is on; undefined when the latest is over. */
const running = ({ upgrade }: TargetAtHome): UpgradeView | undefined =>
  upgrade?.finishedHow === undefined ? upgrade : undefined;

const waits = (one: TargetAtHome): boolean => {
  const view = running(one);
  return view !== undefined && openRequests(view).length > 0;
};

const isLost = (one: TargetAtHome): boolean => one.lost !== undefined || running(one)?.lostSince !== undefined;

/** What a target is counted as, the most urgent first. */
const ranks: readonly (readonly [name: string, holds: (one: TargetAtHome) => boolean])[] = [
  ['not reachable', isLost],
  ['not watched', (one) => one.unwatchedSince !== undefined],
  ['waiting for approval', waits],
  ['with warnings', (one) => (running(one)?.warnings.length ?? 0) > 0],
  ['being upgraded', (one) => running(one) !== undefined],
  ['idle', () => true],
];

const rankOf = (one: TargetAtHome): number => ranks.findIndex(([, holds]) => holds(one));

function overview(targets: readonly TargetAtHome[], readAt: number): Line[] {
  const asOf = line`As of ${moment(readAt)}; open this tab again for news.`;
  if (targets.length === 0) return [line`No target is configured.`, asOf];
  const counts = ranks.flatMap(([name], rank) => {
    const count = targets.filter((one) => rankOf(one) === rank).length;
    return count === 0 ? [] : [line`${count} ${name}`];
  });
  return [line`${bold(counted(targets.length, 'target'))}: ${joinLines(counts, ', ')}.`, asOf];
}

/** Targets that are written out where not all are meant. */
const NAMES_SHOWN = 10;

function rightsLines(targets: readonly TargetAtHome[]): Line[] {
  if (targets.length === 0) return [];
  const where = (may: readonly TargetAtHome[]): Line => {
    if (may.length === targets.length) return line`${targets.length === 1 ? 'it' : 'all of them'}`;
    return namesOf(
      may.map(({ target }) => target),
      NAMES_SHOWN,
    );
  };
  const asks = targets.filter((one) => one.asks);
  const approves = targets.filter((one) => one.approves);
  if (asks.length + approves.length === 0) {
    return [line`${bold('You may')} only look: you are not among the operators or approvers of any target.`];
  }
  const may = bold('You may');
  const mayNot = bold('You may not');
  return [
    asks.length > 0
      ? line`${may} ask for actions on ${where(asks)}.`
      : line`${mayNot} ask for actions: you are not among the operators of any target.`,
    approves.length > 0
      ? line`${may} approve what somebody else asks for on ${where(approves)}.`
      : line`${mayNot} approve: you are not among the approvers of any target.`,
  ];
}

/** One block each. A line sets off those with an upgrade while there is room for so many blocks. */
function targetBlocks(targets: readonly TargetAtHome[], context: AnswerContext): Block[] {
  let room = TARGET_BLOCKS - targets.length;
  return targets.flatMap((one, index) => {
    const block = paragraph(targetLines(one, context));
    const isSetOff = running(one) !== undefined && index < targets.length - 1 && room > 0;
    if (isSetOff) room -= 1;
    return isSetOff ? [block, divider] : [block];
  });
}

function targetLines(one: TargetAtHome, context: AnswerContext): Line[] {
  const name = line`${bold(one.target)} (${text(one.label, 80)})`;
  const view = running(one);
  return view === undefined
    ? [line`${name}: ${quietWords(one)}`, ...unwatchedLines(one)]
    : [name, ...unwatchedLines(one), ...upgradeLines(one, view, context.profileOf(one.target), context.command)];
}

/** The record is as old as the latest look. */
function unwatchedLines({ unwatchedSince }: TargetAtHome): Line[] {
  if (unwatchedSince === undefined) return [];
  return [
    line`${emoji('warning')} The bot has ${bold('not looked at it')} since ${moment(unwatchedSince)}: what stands here may be out of date. Does a worker of the bot run?`,
  ];
}

/** No state is on record of a target without an upgrade: only that none was seen. */
function quietWords({ known, lost, upgrade }: TargetAtHome): Line {
  if (lost !== undefined) {
    return line`${emoji('warning')} ${bold('not reachable')} since ${moment(lost.since)}: ${text(causeWords(lost.detail), 300)}`;
  }
  if (!known) return line`not read yet`;
  if (upgrade?.finishedHow === undefined || upgrade.finishedAt === undefined) return line`no upgrade is running`;
  const { number, finishedHow, finishedAt } = upgrade;
  return line`no upgrade is running; the last, #${number}: ${endingWords[finishedHow]}, ${moment(finishedAt)}`;
}

function upgradeLines(one: TargetAtHome, view: UpgradeView, profile: Profile, command: string): Line[] {
  const { requestLinks, gauges } = one;
  const progress = upgradeProgress(view, profile);
  return [
    ...lostLines(view).map((lost) => line`${emoji('warning')} ${lost}`),
    ...stateLines({ view, profile, command }),
    line`${bold('Upgrade')}: ${joinLines([upgradeWords(one), progress], '; ')}${onCardWords(view)}`,
    startedLine(view),
    ...awaitedLines({ view, profile, gauges, command, requestLinks }, profile.actions.retry !== undefined),
  ];
}

function typingBlock(targets: readonly TargetAtHome[], { command }: AnswerContext): Block {
  const [first] = targets;
  const name = targets.length === 1 && first !== undefined ? first.target : '<target>';
  return bullets(
    [
      line`${code(`${command} status ${name}`)}: reads the target now, where this page shows what the bot has on record`,
      ...(targets.some(({ asks }) => asks)
        ? [line`${code(`${command} <action> ${name} [reason]`)}: asks for an action`]
        : []),
      line`${code(`${command} help`)}: all commands`,
    ],
    bold('What to type, in any channel'),
  );
}
