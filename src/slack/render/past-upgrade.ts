import type { Outage, Stay, StoodWarning } from '../../core/account.js';
import { stateWords } from '../../core/actions.js';
import type { Shown } from '../../core/answers.js';
import { type Block, bullets, header, paragraph } from './blocks.js';
import { deedLines } from './deeds.js';
import { endingLine } from './ending.js';
import { bold, code, joinLines, type Line, line, link, text } from './leaves.js';
import { message, type Rendered } from './message.js';
import { toldWords } from './stages.js';
import { duration, moment } from './times.js';
import { startedLine, versionsLabel, versionsLine } from './upgrade-card.js';
import { type WarningContext, warningCause } from './warning-words.js';

type Past = Extract<Shown, { kind: 'past' }>;

/** One upgrade looked back at: how it ended, who did what, how long each state and each node took, what was warned of. */
export function pastAnswer(past: Past, { command }: { readonly command: string }): Rendered {
  const { view, profile, account, events } = past;
  const context = { profile, target: view.target, command };
  const title = `${view.target}: ${view.label} upgrade #${view.number}`;
  const facts = factLines(past);
  const lists: readonly (readonly [string, readonly Line[]])[] = [
    ['Who did what', deedLines(events, past)],
    [
      profile.stages === undefined ? 'How long each state took' : 'How long each stage took',
      account.stays.map((stay) => stayLine(stay, past)),
    ],
    ['Nodes, from going down to being back in service', account.outages.map(outageLine)],
    ['Logged', (view.run?.told ?? []).map((log) => line`${bold(log.stage, 60)}: ${toldWords(log)}`)],
    ['Warnings', account.warnings.map((warning) => stoodLine(warning, context))],
  ];
  const blocks: Block[] = [header(title), paragraph(facts)];
  const texts: Line[] = [line`${title}`, ...facts];
  for (const [name, lines] of lists) {
    if (lines.length === 0) continue;
    blocks.push(bullets(lines, bold(name)));
    texts.push(line`${name}:`, ...lines);
  }
  return message(texts, blocks);
}

function factLines(past: Past): Line[] {
  const { view, card, profile } = past;
  const { finishedAt, finishedHow } = view;
  const result =
    finishedAt === undefined || finishedHow === undefined
      ? line`${bold('Result')}: none yet, it is still running`
      : line`${bold('Result')}: ${endingLine(past, finishedHow, finishedAt)} Ended ${moment(finishedAt)}.`;
  const where = card.kind === 'posted' && card.link !== undefined ? [line`${link(card.link, 'Card and thread')}`] : [];
  return [result, line`${bold(versionsLabel(profile))}: ${versionsLine(view)}`, startedLine(view), ...where];
}

function stayLine({ state, phase, back, from, until }: Stay, { profile }: Past): Line {
  const words = stateWords(profile, state, phase, back);
  const length =
    until === undefined ? line`since ${moment(from)}` : line`${duration(until - from)}, from ${moment(from)}`;
  return line`${code(state, 60)} (${words}): ${length}`;
}

function outageLine(outage: Outage): Line {
  const { name, from, until, sinceBefore, left, wasVersion, version } = outage;
  const since = sinceBefore ? line`down already when the upgrade began, ${moment(from)}` : line`down ${moment(from)}`;
  const end = until === undefined ? [] : line`back ${moment(until)}`;
  const never =
    until !== undefined ? [] : line`${left ? 'left the cluster and did not come back' : 'not back yet when last seen'}`;
  const took = until === undefined || sinceBefore ? [] : line`${duration(until - from)}`;
  const versions = until === undefined || version === undefined ? [] : onto(wasVersion, version);
  return line`${bold(name, 60)}: ${joinLines([took, since, end, never, versions], ', ')}`;
}

const onto = (from: string | undefined, to: string): Line =>
  from === undefined || from === to ? line`on ${text(to, 40)}` : line`${text(from, 40)} → ${text(to, 40)}`;

function stoodLine(warning: StoodWarning, context: WarningContext): Line {
  const { from, until } = warning;
  const stood = until === undefined ? [] : line` Over after ${duration(until - from)}.`;
  return line`${moment(from)}: ${warningCause(warning, context)}${stood}`;
}
