import { jira } from '../../src/adapters/atlassian/jira.js';
import { instabase } from '../../src/adapters/instabase/profile.js';
import { accountOf } from '../../src/core/account.js';
import type { Refusal, Shown, TargetAtHome } from '../../src/core/answers.js';
import type { Happening, TimelineEvent } from '../../src/core/events.js';
import type { RequestStatus, UpgradeView } from '../../src/core/view.js';
import { acceptedAnswer, decisionAnswer, otherCommandAnswer, shownAnswer } from '../../src/slack/render/answers.js';
import { formFailedAnswer } from '../../src/slack/render/ask-form.js';
import { repairedMessage, troubleMessage } from '../../src/slack/render/channel-trouble.js';
import { type HomeView, homeTab, homeWithout } from '../../src/slack/render/home-tab.js';
import type { Rendered } from '../../src/slack/render/message.js';
import { offersAnswer } from '../../src/slack/render/offers.js';
import { refusalAnswer } from '../../src/slack/render/refusal.js';
import { requestMessage } from '../../src/slack/render/request-card.js';
import { threadMessage } from '../../src/slack/render/thread-line.js';
import { upgradeCard } from '../../src/slack/render/upgrade-card.js';
import { aProfile, atHome, T0 } from './builders.js';
import { type Poison, poisoned } from './poisoned.js';
import {
  decisions,
  happenings,
  offered,
  refusals,
  request,
  shown,
  status,
  statuses,
  unreadable,
  view,
} from './samples.js';

const command = '/upgrade';
/** With whatever any product can do. */
export const anyProfile = aProfile({
  actions: { ...jira.actions, ...instabase.actions },
  inquiries: instabase.inquiries ?? [],
});
const profile = anyProfile;
const answering = { command, profileOf: () => anyProfile };

/** Ids stay, so that events find their requests, and so do the kinds of warnings that are cleared. */
function eventsWith(poison: Poison): TimelineEvent[] {
  const all = Object.values(happenings).flat();
  const named = all.map((one) => {
    const hostile = poisoned<Happening>(one, poison);
    if ('request' in hostile && typeof hostile.request === 'string') return { ...hostile, request: request.id };
    if (hostile.type === 'asked') return { ...hostile, request: { ...hostile.request, id: request.id } };
    return hostile.type === 'cleared' ? { ...hostile, key: `tasks-failed:${poison.text}` } : hostile;
  });
  return named.map((one, index) => ({ ...one, at: T0 + index, seq: index + 1 }) as TimelineEvent);
}

const viewWith = (poison: Poison): UpgradeView => {
  const hostile = poisoned(view, poison);
  return { ...hostile, requests: [...hostile.requests.slice(0, 1), poisoned({ ...request }, poison)].map(withId) };
};
const withId = <T extends object>(one: T): T & { id: string } => ({ ...one, id: request.id });

/** Every message that the bot can show, with the text in every slot. */
export function messagesWith(poison: Poison): Rendered[] {
  const hostile = viewWith(poison);
  const card = { view: hostile, profile, gauges: new Map(), command };
  const events = eventsWith(poison);
  const past = { events, account: accountOf(events), card: status.card ?? { kind: 'pending' as const } };
  const { text } = poison;
  const context = { ...answering, channel: 'C0OPS', threadTs: '1.0' };
  const many = { view: hostile, profile, command };
  return [
    ...Object.values(refusals).map((one) => refusalAnswer(poisoned<Refusal>(one, poison), answering)),
    ...shown.map((one) => shownAnswer(poisoned<Shown>(one, poison), answering)),
    shownAnswer({ kind: 'past', view: hostile, profile, ...past }, answering),
    shownAnswer(poisoned<Shown>({ kind: 'list', targets: [unreadable] } as unknown as Shown, poison), answering),
    ...decisions.map((one) => decisionAnswer(poisoned(one, poison), answering)),
    ...[true, false].map((plain) => upgradeCard({ ...card, plain })),
    ...(['completed', 'cancelled', 'unseen'] as const).map((finishedHow) =>
      upgradeCard({ ...card, plain: false, view: { ...hostile, finishedAt: T0, finishedHow } }),
    ),
    ...(Object.keys(statuses) as RequestStatus[]).map((one) =>
      requestMessage({ ...many, request: withId(poisoned({ ...request, status: one }, poison)) }),
    ),
    ...events.flatMap((event) => threadMessage([event], many) ?? []),
    ...[0, 15].flatMap((from) => threadMessage(events.slice(from, from + 15), many) ?? []),
    ...(['posted', 'problem', 'pending'] as const).map((kind) =>
      acceptedAnswer(
        poisoned({ kind: 'accepted', target: 'x', upgrade: 1, request: { ...request, nobodyElse: true } }, poison),
        poisoned({ kind, channel: 'x', ts: 'x', detail: 'x', problem: 'x' }, poison),
        answering,
      ),
    ),
    offersAnswer(poisoned({ kind: 'offers', target: status, operator: true, actions: offered }, poison), context),
    offersAnswer(poisoned({ kind: 'offers', target: status, operator: false, actions: [] }, poison), context),
    offersAnswer(
      poisoned(
        { kind: 'elsewhere', running: [{ target: 'x', label: 'x', upgrade: view, card: { kind: 'pending' } }] },
        poison,
      ),
      context,
    ),
    otherCommandAnswer(text, { command }),
    formFailedAnswer({ action: 'start', target: text, channel: text, threadTs: text }, text, { command }),
    troubleMessage(poisoned({ channel: 'x', problem: 'x', target: 'x', bot: 'x' }, poison)),
    repairedMessage({ channel: text }),
  ];
}

/** Every view of the Home tab that the bot can show, with the text in every slot. */
export function homesWith(poison: Poison): HomeView[] {
  const card = { kind: 'posted', channel: 'x', ts: 'x', link: 'x', problem: 'x' } as const;
  const upgrade = viewWith(poison);
  const over = { ...upgrade, finishedAt: T0, finishedHow: 'completed' as const };
  const requestLinks = new Map([[request.id, poison.text]]);
  const plain = (changes: Partial<TargetAtHome>): TargetAtHome => poisoned(atHome(changes), poison);
  const targets: readonly TargetAtHome[] = [
    plain({ lost: { since: T0, detail: 'x' } }),
    plain({ known: false }),
    { ...plain({ asks: true, card }), upgrade, requestLinks },
    { ...plain({ approves: true }), upgrade: over },
  ];
  return [
    ...[1, 13, 50].map((times) =>
      homeTab({ kind: 'home', readAt: T0, targets: Array.from({ length: times }, () => targets).flat() }, answering),
    ),
    ...Object.values(refusals).map((one) => homeWithout(poisoned<Refusal>(one, poison), T0)),
  ];
}
