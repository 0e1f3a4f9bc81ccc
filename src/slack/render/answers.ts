import type { AskAnswer, CardPlace, DecisionAnswer, Shown } from '../../core/answers.js';
import type { AnswerContext } from './context.js';
import { doctorAnswer } from './doctor.js';
import { findingsAnswer } from './findings.js';
import { helpAnswer } from './help.js';
import { historyAnswer, pastLineAnswer } from './history.js';
import { bold, channel, code, emoji, type Line, line, link, text } from './leaves.js';
import { listAnswer } from './list-answer.js';
import { linesMessage, type Rendered } from './message.js';
import { pastAnswer } from './past-upgrade.js';
import { refusalAnswer } from './refusal.js';
import { nodeAnswer, nodesAnswer, statusAnswer } from './status-answers.js';
import { moment } from './times.js';
import { actionWords } from './words.js';

type Accepted = Omit<Extract<AskAnswer, { kind: 'accepted' }>, 'seq'>;

/** To the caller: the action is accepted, and where it is followed. */
export function acceptedAnswer(answer: Accepted, place: CardPlace, { command, profileOf }: AnswerContext): Rendered {
  const { target, upgrade, request } = answer;
  const what = line`${bold(actionWords(profileOf(target), request.action).order)} (${target}, upgrade #${upgrade})`;
  const lines: Line[] = [
    request.required > 0
      ? line`Asked for: ${what}. It waits for the approvers until ${moment(request.expiresAt)}.`
      : line`Accepted: ${what}.`,
  ];
  if (request.required > 0 && request.nobodyElse) {
    lines.push(
      line`${emoji('warning')} At present nobody but you could approve this: the list of approvers has to grow first.`,
    );
  }
  return linesMessage([...lines, placeLine(place, code(`${command} status ${target}`))]);
}

function postedLine(place: Extract<CardPlace, { kind: 'posted' }>): Line {
  return place.link === undefined
    ? line`Follow it in ${channel(place.channel)}.`
    : line`Follow it here: ${link(place.link, 'thread of this upgrade')} in ${channel(place.channel)}.`;
}

function refusedLine(id: string, problem: string): Line {
  return line`${emoji('warning')} It cannot be shown in ${channel(id)} at present: ${text(problem, 300)}. It goes on all the same, and shows there once that is mended.`;
}

function placeLine(place: CardPlace, status: Line): Line {
  switch (place.kind) {
    case 'posted':
      return line`${postedLine(place)}${place.problem === undefined ? [] : line` ${refusedLine(place.channel, place.problem)}`}`;
    case 'problem':
      return refusedLine(place.channel, place.detail);
    case 'pending':
      return line`Slack is slow at the moment: the upgrade shows in its channel as soon as possible. Meanwhile: ${status}`;
    default:
      return place satisfies never;
  }
}

/** To the person who pressed Approve or Reject. */
export function decisionAnswer(answer: DecisionAnswer, context: AnswerContext): Rendered {
  switch (answer.kind) {
    case 'approved':
      return linesMessage([approvedLine(answer)]);
    case 'rejected':
      return linesMessage([line`Rejected. Nothing was sent.`]);
    case 'withdrawn':
      return linesMessage([line`Withdrawn. Nothing was sent.`]);
    case 'voided':
      return linesMessage([
        line`Void: the target has changed since this was asked for (${text(answer.changes.join('; '), 600)}). Nothing was sent; it has to be asked for again.`,
      ]);
    case 'refused':
      return refusalAnswer(answer.refusal, context);
    default:
      return answer satisfies never;
  }
}

function approvedLine({ granted, approvals, required }: Extract<DecisionAnswer, { kind: 'approved' }>): Line {
  if (granted) return line`Approved. It is carried out now; the thread says what comes of it.`;
  return line`Approved: ${approvals} of ${required} needed.`;
}

/** The answer to a reading command. */
export function shownAnswer(shown: Shown, context: AnswerContext): Rendered {
  switch (shown.kind) {
    case 'help':
      return helpAnswer(shown, context);
    case 'list':
      return listAnswer(shown.targets, context);
    case 'status':
      return statusAnswer(shown.target, context);
    case 'nodes':
      return nodesAnswer(shown.target, context);
    case 'node':
      return nodeAnswer(shown.target, shown.node);
    case 'history':
      return historyAnswer(shown.target, shown.entries, context);
    case 'past':
      return pastAnswer(shown, context);
    case 'past-line':
      return pastLineAnswer(shown.target, shown.entry);
    case 'doctor':
      return doctorAnswer(shown.groups);
    case 'findings':
      return findingsAnswer(shown);
    case 'refused':
      return refusalAnswer(shown.refusal, context);
    default:
      return shown satisfies never;
  }
}

/** To a person who typed a command of this app that is not the configured one. */
export function otherCommandAnswer(typed: string, { command }: Pick<AnswerContext, 'command'>): Rendered {
  return linesMessage([
    line`This bot's command is ${code(command)}, not ${code(typed, 60)}. Try ${code(`${command} help`)}.`,
  ]);
}
