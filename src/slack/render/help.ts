import type { Shown } from '../../core/answers.js';
import { type ActionName, actionNames, type InquiryName, inquiryNames } from '../../core/products.js';
import { bullets, paragraph } from './blocks.js';
import type { AnswerContext } from './context.js';
import { bold, code, joinLines, type Line, line, text } from './leaves.js';
import { message, type Rendered } from './message.js';
import { actionWords } from './words.js';

type Help = Extract<Shown, { kind: 'help' }>;

/** What reading commands show, by the words people type. */
const readings = [
  ['list', 'all targets and their states'],
  ['status [target]', 'state, warnings, and what can be done now'],
  ['nodes <target>', 'nodes with version, state, users and tasks'],
  ['node <target> <id>', 'one node, read afresh'],
  ['history <target> [number]', 'upgrades that have ended, or one of them: who did what, and how long it took'],
  ['doctor [target]', 'what is wrong with the set-up of Slack, the store and targets, and what to do'],
  ['help', 'this list'],
] as const;

/** What a product answers beyond its state. */
const inquiries = {
  preflight: ['preflight <target>', 'the checks that the product makes before an upgrade'],
  show: ['show <target>', 'what the upgrade that was created holds: names, never contents'],
  diff: [
    'diff <target> [--full]',
    'which configs the upgrade changes; with --full every line, as a file for you alone',
  ],
  events: ['events <target> [stage]', 'everything that the stages logged, as a file for you alone'],
} as const satisfies Record<InquiryName, readonly [typed: string, does: string]>;

/** All commands, and what each target can do. */
export function helpAnswer({ targets }: Help, { command, profileOf }: AnswerContext): Rendered {
  const profiles = targets.map(({ target }) => profileOf(target));
  const asking = inquiryNames.filter((name) => profiles.some((profile) => profile.inquiries?.includes(name)));
  const typed = [...readings, ...asking.map((name) => inquiries[name])];
  const reading = typed.map(([words, does]) => line`${code(`${command} ${words}`)}: ${does}`);
  const acting = actionNames.flatMap((name) => actionLines(name, targets, { command, profileOf }));
  const known = targets.map(targetLine);
  const note = line`In the thread of an upgrade, mention the bot instead of typing the command; there the target may be left out. Words after an action are shown as its reason.`;
  return message(
    [line`Commands`, ...reading, ...acting, line`Targets`, ...known, note],
    [
      bullets(reading, bold('To look')),
      bullets(acting.length > 0 ? acting : [line`no target offers an action`], bold('To act')),
      bullets(known.length > 0 ? known : [line`no target is configured`], bold('Targets')),
      paragraph([note]),
    ],
  );
}

/** One line for each thing that the action does: it may mean something else to another product. */
function actionLines(action: ActionName, targets: Help['targets'], { command, profileOf }: AnswerContext): Line[] {
  const offering = targets.filter(({ actions }) => actions.includes(action));
  const meanings = new Map<string, { usage: string; order: string; labels: Set<string> }>();
  for (const { target, label } of offering) {
    const { usage, order } = actionWords(profileOf(target), action);
    const key = JSON.stringify([usage, order]);
    const { labels } = meanings.get(key) ?? { labels: new Set<string>() };
    meanings.set(key, { usage, order, labels: labels.add(label) });
  }
  const whose = (labels: Set<string>): Line => (meanings.size > 1 ? line` (${[...labels].join(', ')})` : []);
  return [...meanings.values()].map(
    ({ usage, order, labels }) => line`${code(`${command} ${usage}`)}: ${order.toLowerCase()}${whose(labels)}`,
  );
}

function targetLine({ target, label, actions }: Help['targets'][number]): Line {
  const names = joinLines(
    actions.map((action) => code(action, 40)),
    ', ',
  );
  return line`${bold(target)} (${text(label, 80)}): ${names.length > 0 ? names : line`reading only`}`;
}
