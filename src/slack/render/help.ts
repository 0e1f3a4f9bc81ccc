import type { Shown } from '../../core/answers.js';
import { type ActionName, actionNames } from '../../core/products.js';
import { bullets, paragraph } from './blocks.js';
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

/** How actions are typed; words after it are kept as the reason. */
const usage = {
  start: 'start <target> [--to <version>] [reason]',
  cancel: 'cancel <target> [reason]',
  approve: 'approve <target> [reason]',
  retry: 'retry <target> [reason]',
} as const satisfies Record<ActionName, string>;

/** All commands, and what each target can do. */
export function helpAnswer({ command, targets }: Help): Rendered {
  const offered = actionNames.filter((name) => targets.some((target) => target.actions.includes(name)));
  const reading = readings.map(([typed, does]) => line`${code(`${command} ${typed}`)}: ${does}`);
  const acting = offered.map(
    (name) => line`${code(`${command} ${usage[name]}`)}: ${actionWords[name].order.toLowerCase()}`,
  );
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

function targetLine({ target, label, actions }: Help['targets'][number]): Line {
  const names = joinLines(
    actions.map((action) => code(action, 40)),
    ', ',
  );
  return line`${bold(target)} (${text(label, 80)}): ${names.length > 0 ? names : line`reading only`}`;
}
