import type { RunNews, TimelineEvent } from '../../core/events.js';
import type { Profile } from '../../core/products.js';
import type { UpgradeView } from '../../core/view.js';
import { code, type Line, line, person, text } from './leaves.js';
import { outcomeName } from './outcome-words.js';
import { moment } from './times.js';
import { actionWords, causeWords } from './words.js';

interface DeedContext {
  readonly view: UpgradeView;
  readonly profile: Profile;
}

/** Who did what and when, as it is looked back at: one line per request, decision and outcome. */
export function deedLines(events: readonly TimelineEvent[], context: DeedContext): Line[] {
  return events.flatMap((event) => {
    const deed = deedOf(event, context);
    return deed === undefined ? [] : [line`${moment(event.at)}: ${deed}`];
  });
}

function deedOf(event: TimelineEvent, context: DeedContext): Line | undefined {
  switch (event.type) {
    case 'opened':
      return event.how === 'asked'
        ? undefined
        : line`the bot noticed an upgrade that was ${event.seen.run?.started === false ? 'created' : 'started'} elsewhere`;
    case 'asked':
      return askedDeed(event.request, context);
    case 'approved':
      return line`${person(event.by)} approved: ${actionOf(event.request, context)}`;
    case 'rejected':
      return line`${person(event.by)} rejected: ${actionOf(event.request, context)}`;
    case 'withdrawn':
      return line`${person(event.by)} withdrew: ${actionOf(event.request, context)}`;
    case 'voided':
      return line`${actionOf(event.request, context)}: void, since ${text(event.changes.join('; '), 300)}`;
    case 'expired':
      return line`${actionOf(event.request, context)}: expired, not approved in time`;
    case 'outcome':
      return outcomeDeed(event, context);
    case 'run':
      return runDeed(event.news ?? []);
    default:
      // The rest is told by the lists of states, nodes and warnings, or by nobody's doing.
      return undefined;
  }
}

function askedDeed(
  { by, action, to, release, started, reason }: Extract<TimelineEvent, { type: 'asked' }>['request'],
  { profile }: DeedContext,
): Line {
  const of = release === undefined ? [] : line` of ${text(release, 40)}`;
  const version = to === undefined ? of : line`${of} to ${text(to, 40)}`;
  const option = started === true ? line` ${code('--started')}` : [];
  const why = reason === undefined ? [] : line`: “${text(reason, 300)}”`;
  return line`${person(by)} asked for ${code(action)}${option}${version} (${actionWords(profile, action).order})${why}`;
}

const newsDeeds: Record<RunNews, string> = {
  started: 'the run was started outside the bot',
  paused: 'the run paused',
  resumed: 'the run went on',
  rollback: 'a rollback was asked for outside the bot',
};

const runDeed = (news: readonly RunNews[]): Line | undefined =>
  news.length === 0 ? undefined : line`${news.map((one) => newsDeeds[one]).join('; ')}`;

function outcomeDeed(event: Extract<TimelineEvent, { type: 'outcome' }>, context: DeedContext): Line {
  const why =
    event.detail === undefined || event.result === 'done' ? [] : line` (${text(causeWords(event.detail), 300)})`;
  return line`${actionOf(event.request, context)}: ${outcomeName(event.result)}${why}`;
}

function actionOf(id: string, { view, profile }: DeedContext): Line {
  const request = view.requests.find((one) => one.id === id);
  return request === undefined ? line`a request` : line`${actionWords(profile, request.action).order}`;
}
