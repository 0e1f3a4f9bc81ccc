import { stateWords } from '../../core/actions.js';
import type { TimelineEvent } from '../../core/events.js';
import type { Profile } from '../../core/products.js';
import { intendedOf, type RequestView, type UpgradeView } from '../../core/view.js';
import { endingLine } from './ending.js';
import { bold, code, emoji, joinLines, type Line, line, mention, own, person, text } from './leaves.js';
import { linesMessage, type Rendered } from './message.js';
import { outcomeLine } from './outcome-words.js';
import { MENTIONS_SHOWN } from './request-card.js';
import { logFullLine, logLine, newsLine, stageChangeLine } from './run-line.js';
import { duration, moment } from './times.js';
import { typedAgain } from './typed-again.js';
import { wantedWords } from './wanted-words.js';
import { overLine, warningLine } from './warning-words.js';
import { actionWords, causeWords } from './words.js';

export interface LineContext {
  /** The upgrade as of the newest event drawn, or later. */
  readonly view: UpgradeView;
  readonly profile: Profile;
  /** The slash command, `/upgrade`. */
  readonly command: string;
}

/**
 * So many events fit into one message, whatever they say: more would be cut beyond understanding.
 */
export const MAX_EVENTS_PER_MESSAGE = 15;

/**
 * Several events as one message, one line each.
 * @returns undefined when none of the events has a line
 */
export function threadMessage(events: readonly TimelineEvent[], context: LineContext): Rendered | undefined {
  const lines = events.flatMap((event) => {
    const one = lineOf(event, context);
    return one === undefined ? [] : [one];
  });
  return lines.length === 0 ? undefined : linesMessage(lines);
}

/**
 * What the thread says of an event; undefined when it says nothing, because the event has a message of its own or is
 * one half of another. A state line names the state entered and no other, a node line the node and its new state;
 * only state lines name states of the cluster.
 */
export function lineOf(event: TimelineEvent, context: LineContext): Line | undefined {
  switch (event.type) {
    case 'opened':
      return event.how === 'asked' ? undefined : noticedLine(event);
    case 'begun':
      return undefined;
    case 'asked':
      return event.request.required > 0 ? undefined : askedLine(event.request, context);
    case 'approved':
    case 'rejected':
    case 'withdrawn':
    case 'voided':
    case 'expired':
    case 'reminded':
    case 'outcome':
      return requestLine(event, context);
    case 'state':
      return stateLine(event, context);
    case 'node':
      return nodeLine(event);
    case 'stage':
      return event.quiet === true ? undefined : stageChangeLine(event, toldOf(context));
    case 'log':
      return logLine(event.line, toldOf(context));
    case 'log-full':
      return logFullLine(event.stage, toldOf(context));
    case 'run':
      return newsLine(event.news ?? [], toldOf(context));
    case 'warned':
      return line`${emoji('warning')} Warning: ${warningLine(event, toldOf(context))}`;
    case 'cleared':
      return event.past === true ? undefined : overLine(event.key, context.profile);
    case 'lost':
      return lostLine(event);
    case 'regained':
      return line`${emoji('satellite_antenna')} The target is ${bold('reachable again')} after ${duration(event.lostForMs)}.`;
    case 'finished':
      return line`${emoji('checkered_flag')} ${endingLine(context, event.how, event.at)}`;
    default:
      return event satisfies never;
  }
}

const toldOf = ({ view, profile, command }: LineContext) => ({ profile, target: view.target, command });

type Event<Type extends TimelineEvent['type']> = Extract<TimelineEvent, { type: Type }>;

function noticedLine({ firstLook, seen }: Event<'opened'>): Line {
  const begun = seen.run?.started === false ? 'created' : 'started';
  const gone = firstLook
    ? ' The bot has no earlier record of this run: an earlier record, if there was one, is gone.'
    : '';
  return line`${emoji('eyes')} Noticed an upgrade that was ${begun} outside the bot, which follows it from here.${own(gone)}`;
}

function stateLine({ to, phase, back }: Event<'state'>, { profile }: LineContext): Line {
  return line`${code(to, 60)}: ${stateWords(profile, to, phase, back)}.`;
}

function nodeLine({ change, node, wasVersion }: Event<'node'>): Line {
  const name = bold(node.name, 60);
  if (change === 'left') return line`${name} left the cluster.`;
  const state = code(node.state, 60);
  const version = node.version === undefined ? [] : text(node.version, 40);
  const onto = wasVersion === undefined ? [] : line`, now on ${version}`;
  if (change === 'joined')
    return line`${name}: ${state}, joined the cluster${version.length === 0 ? [] : line` on ${version}`}`;
  if (change === 'replaced') return line`${name}: ${state}${onto}, back under another node id`;
  return line`${name}: ${state}${onto}`;
}

function lostLine({ detail, failures }: Event<'lost'>): Line {
  const tries = failures > 1 ? ` (${failures} attempts)` : '';
  const cause = text(causeWords(detail).replace(/[.\s]+$/, ''), 400);
  return line`${emoji('warning')} The target is ${bold('not reachable')}${own(tries)}: ${cause}. The bot keeps trying; the card shows what was known last.`;
}

function askedLine(request: Event<'asked'>['request'], { profile }: LineContext): Line {
  const { action, by, reason } = request;
  const why = reason === undefined ? '.' : line`: “${text(reason, 300)}”`;
  const order = actionWords(profile, action).order;
  return line`${person(by)} asked for ${code(action)}${wantedWords(request)} (${order})${why}`;
}

type RequestEvent = Event<'approved' | 'rejected' | 'withdrawn' | 'voided' | 'expired' | 'reminded' | 'outcome'>;

function requestLine(event: RequestEvent, context: LineContext): Line {
  const request = context.view.requests.find((one) => one.id === event.request);
  // Cannot happen in a whole timeline; the line still says what is known.
  if (request === undefined) return line`A request: ${event.type}.`;
  return line`${marks[event.type === 'outcome' ? event.result : event.type]} ${code(request.action)}: ${requestWords(event, request, context)}`;
}

const marks = {
  approved: emoji('white_check_mark'),
  rejected: emoji('no_entry_sign'),
  withdrawn: emoji('leftwards_arrow_with_hook'),
  voided: emoji('wastebasket'),
  expired: emoji('hourglass'),
  reminded: emoji('bell'),
  done: emoji('white_check_mark'),
  failed: emoji('x'),
  'not-sent': emoji('x'),
  'not-done': emoji('x'),
  unknown: emoji('question'),
} as const;

function requestWords(event: RequestEvent, request: RequestView, context: LineContext): Line {
  const { command, view } = context;
  const again = typedAgain(request.action, intendedOf(request), { command, target: view.target });
  switch (event.type) {
    case 'approved':
      return approvedWords(event, request);
    case 'rejected':
      return line`rejected by ${person(event.by)}. Nothing was sent.`;
    case 'withdrawn':
      return line`withdrawn by ${person(event.by)}, who asked. Nothing was sent.`;
    case 'voided':
      return line`void: the target has changed since it was asked for (${text(event.changes.join('; '), 600)}). Nothing was sent. If the state still allows it, ask again: ${again}`;
    case 'expired':
      return line`expired: it was not approved in time. Nothing was sent. Ask again: ${again}`;
    case 'reminded':
      return remindedWords(request);
    case 'outcome': {
      const { result, detail, lostAnswer } = event;
      const { view, profile, command } = context;
      const { action } = request;
      const asked = intendedOf(request);
      return outcomeLine({
        profile,
        action,
        asked,
        result,
        detail,
        lostAnswer,
        report: event.report,
        target: view.target,
        command,
      });
    }
    default:
      return event satisfies never;
  }
}

/** Calls those who may still decide: the approvers without the person who asked and those who have approved. */
function remindedWords({ by, approvers, approvedBy, expiresAt }: RequestView): Line {
  const called = approvers.filter((id) => id !== by && !approvedBy.includes(id)).slice(0, MENTIONS_SHOWN);
  const whom =
    called.length === 0 ? line`nobody can decide` : line`${joinLines(called.map(mention), ' ')}: please decide`;
  return line`still open. ${whom}; asked by ${person(by)}, it stands until ${moment(expiresAt)}.`;
}

function approvedWords(event: Event<'approved'>, request: RequestView): Line {
  if (request.required === 1) return line`approved by ${person(event.by)}.`;
  const count = request.approvedBy.indexOf(event.by) + 1;
  return line`approved by ${person(event.by)} (${count} of ${request.required} needed).`;
}
