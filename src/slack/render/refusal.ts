import type { Refusal } from '../../core/answers.js';
import type { AnswerContext } from './context.js';
import { bold, code, joinLines, type Line, line, own, person, text } from './leaves.js';
import { linesMessage, type Rendered } from './message.js';
import { moment } from './times.js';
import { actionWords, causeWords, statusWords } from './words.js';

type Why = Refusal['why'];
type Of<W extends Why> = Extract<Refusal, { why: W }>;

/** What was wrong, and what to do or to type instead. For the caller alone. */
export function refusalAnswer(refusal: Refusal, context: AnswerContext): Rendered {
  return linesMessage(linesFor(refusal, context));
}

function linesFor<W extends Why>(refusal: Of<W>, context: AnswerContext): Line[] {
  const words = refusalWords[refusal.why] as (one: Of<W>, context: AnswerContext) => Line[];
  return words(refusal, context);
}

const type = ({ command }: AnswerContext, rest: string): Line => code(`${command} ${rest}`);

/** "`status`, `nodes`"; at most 40 of them. */
function codes(words: readonly string[]): Line {
  if (words.length === 0) return line`none`;
  const shown = words.slice(0, 40).map((word) => code(word, 60));
  return joinLines(words.length > shown.length ? [...shown, line`…`] : shown, ', ');
}

const nothingDone = line`Nothing was done.`;

const didYouMean = (nearest: string | undefined): Line =>
  nearest === undefined ? [] : line` Did you mean ${code(nearest)}?`;

const refusalWords: { [W in Why]: (refusal: Of<W>, context: AnswerContext) => Line[] } = {
  'not-member': ({ because }) => [
    line`Only full members of this workspace may use this bot, and you are ${text(because, 120)}. ${nothingDone}`,
  ],
  'not-operator': ({ target }) => [
    line`You may not run actions on ${bold(target)}: you are not among its operators. ${nothingDone}`,
    line`Ask one of them, or have yourself added to ${code('operators')} in the bot's configuration.`,
  ],
  'not-approver': ({ target }) => [
    line`You may not decide on requests for ${bold(target)}: you are not among its approvers. The request still stands.`,
  ],
  'rights-unreadable': ({ detail }) => [
    line`Your rights could not be read from Slack (${text(causeWords(detail), 200)}). ${nothingDone} Try again in a minute.`,
  ],
  'unknown-action': unknownAction,
  'unknown-target': ({ word, nearest, targets, action }, context) => [
    line`There is no target ${code(word, 60)}.${didYouMean(nearest)} Targets: ${codes(targets)}.`,
    line`For example: ${type(context, `${action ?? 'status'} ${nearest ?? targets[0] ?? ''}`.trim())}`,
  ],
  'missing-target': ({ action, targets }, context) => [
    line`Which target? Add its name: ${type(context, `${action} ${targets[0] ?? '<target>'}`)}. Targets: ${codes(targets)}.`,
  ],
  'missing-node': ({ target }, context) => [
    line`Which node? Type ${type(context, `node ${target} <id>`)}; ${type(context, `nodes ${target}`)} lists them.`,
  ],
  'unknown-option': ({ option, action, options }) => [
    line`${code(action)} has no option ${code(option, 60)}. Its options: ${codes(options)}. ${nothingDone}`,
  ],
  'missing-value': ({ option, action }) => [
    line`${code(option, 60)} needs a value, as in ${code(`${action} <target> ${option} <value>`)}. ${nothingDone}`,
  ],
  'wrong-value': ({ option, action, value, allowed }) => [
    line`${code(value, 60)} is nothing that ${code(option, 60)} of ${code(action)} takes. It takes: ${codes(allowed)}. ${nothingDone}`,
  ],
  'missing-reason': ({ target, action }) => [
    line`${code(action)} of ${bold(target)} needs a reason in this case: it is shown to everybody and kept. Put it at the end of the command. ${nothingDone}`,
  ],
  'no-bundle': noBundle,
  'extra-words': ({ words, action }) => [
    line`${code(action)} takes nothing more, and you added ${code(words, 200)}. Leave that out.`,
  ],
  'no-such-node': ({ target, node, nodes }) => [
    line`${bold(target)} has no node ${code(node, 60)}. Its nodes: ${codes(nodes)}.`,
  ],
  'no-such-upgrade': ({ target, number, last }, context) => [
    last === 0
      ? line`${bold(target)} has had no upgrade yet.`
      : line`${bold(target)} has no upgrade #${number}; the newest is #${last}. All of them: ${type(context, `history ${target}`)}`,
  ],
  'not-offered': ({ action, target, label, offered }) => [
    line`${text(label, 80)} has no ${code(action)}. What ${bold(target)} can do: ${codes(offered)}.`,
    ...(action === 'retry' ? [line`Failed upgrade tasks are run again on its own upgrade page.`] : []),
  ],
  'not-now': notNow,
  'repeated-option': ({ option, action }) => [
    line`${code(option, 60)} stands twice in ${code(action)}: which one is meant? ${nothingDone}`,
  ],
  'target-first': ({ target, action }, context) => [
    line`${bold(target)} is a target. The action comes first: ${type(context, `${action ?? 'status'} ${target}`)}`,
  ],
  'version-path': ({ target, from, to, reason, remedy }) => [
    line`${bold(target)} cannot be upgraded from ${code(from)} to ${code(to)} node by node: ${text(reason, 300)}. ${nothingDone}`,
    line`Instead: ${text(remedy, 300)}.`,
  ],
  'in-flight': ({ target, action, by, since, upgrade }, context) => [
    line`${code(action)} is being carried out on ${bold(target)} already (upgrade #${upgrade}, asked by ${person(by)}, ${moment(since)}). ${nothingDone}`,
    line`Wait until it is through: ${type(context, `status ${target}`)}`,
  ],
  'already-asked': ({ target, action, by, expiresAt, upgrade }) => [
    line`${code(action)} was asked for on ${bold(target)} already (upgrade #${upgrade}, by ${person(by)}). It waits for approval until ${moment(expiresAt)}. Nothing was added; should its message have been deleted, it is posted again.`,
  ],
  'target-unreachable': ({ target, detail, silent }, context) => [
    line`${bold(target)} ${own(silent ? 'is not reachable' : 'is not reachable for the bot')}, so its state is not known: ${text(causeWords(detail), 300)}. ${nothingDone}`,
    line`Try again when that is mended. ${type(context, `doctor ${target}`)} looks for the cause.`,
  ],
  'no-findings': ({ target, name, detail }, context) => [
    line`${bold(target)} did not answer ${code(name)}: ${text(causeWords(detail), 500)}`,
    line`Nothing was changed. ${type(context, `status ${target}`)} shows its state, ${type(context, `doctor ${target}`)} looks for the cause.`,
  ],
  'store-down': () => [line`The bot cannot reach its store at the moment. ${nothingDone} Try again in a minute.`],
  moving: ({ target }) => [
    line`${bold(target)} is changing right now: two looks in a row differed. ${nothingDone} Try again in a few seconds.`,
  ],
  'own-request': () => [
    line`You asked for this yourself: another person has to approve it. With Reject you may withdraw it.`,
  ],
  'approved-before': () => [line`You have approved this already; each person counts once. Others are still needed.`],
  decided: ({ status, by, at }) => [
    line`Too late: this request ${statusWords[status]}${by === undefined ? [] : line` (${person(by)})`}${at === undefined ? [] : line`, ${moment(at)}`}. Your press changed nothing.`,
  ],
  'no-such-request': () => [line`This request no longer exists. Your press changed nothing.`],
  internal: (_refusal, context) => [
    line`Something went wrong inside the bot; its log says what. Before you try again, look at ${type(context, 'status')}.`,
  ],
};

function noBundle({ target, release, because, releases }: Of<'no-bundle'>, context: AnswerContext): Line[] {
  const others = releases.filter((one) => one !== release);
  const instead = others.length === 0 ? [] : [line`Others: ${codes(others)}.`];
  const why =
    because === undefined
      ? line`There is no bundle for the release ${code(release, 60)} of ${bold(target)}. ${nothingDone}`
      : line`The bundle for the release ${code(release, 60)} cannot be used: ${text(because, 400)}. ${nothingDone}`;
  return [why, ...instead, line`${type(context, `create ${target}`)} lists them all.`];
}

function unknownAction({ word, nearest, actions, target }: Of<'unknown-action'>, context: AnswerContext): Line[] {
  const whose = target === undefined ? line`Actions` : line`What ${bold(target)} can do`;
  return [
    line`There is no action ${code(word, 60)}.${didYouMean(nearest)}`,
    line`${whose}: ${codes(actions)}. More: ${type(context, 'help')}`,
  ];
}

function notNow(refusal: Of<'not-now'>, context: AnswerContext): Line[] {
  const { action, target, state, words, because, allowed } = refusal;
  const profile = context.profileOf(target);
  const why = because === undefined ? [] : line` Reason: ${text(because, 400)}.`;
  const offers = allowed.map(
    (name) => line`${type(context, `${name} ${target}`)} (${actionWords(profile, name).order})`,
  );
  const now =
    offers.length === 0 ? line`no action; status, nodes and the like answer as always` : joinLines(offers, ', ');
  return [
    line`${code(action)} is not possible on ${bold(target)} now: its state is ${code(state, 60)} (${words}).${why} ${nothingDone}`,
    line`Allowed now: ${now}.`,
  ];
}
