import type { ActionName, InquiryName, Profile } from '../../core/products.js';
import type { UpgradeView } from '../../core/view.js';
import { code, joinLines, type Line, line } from './leaves.js';

interface RunContext {
  readonly view: UpgradeView;
  readonly profile: Profile;
  /** The slash command, `/upgrade`. */
  readonly command: string;
}

/** What a run that goes through its stages by itself waits for. */
export function awaitedByRun(context: RunContext): Line {
  const { view, profile } = context;
  const how = (action: ActionName): Line => howTo(context, action);
  switch (view.phase) {
    case 'idle':
      return line`the target to show what comes of it`;
    case 'prepared':
      return partWords(context) ?? line`somebody who starts it: ${how('start')}${lookBefore(context)}`;
    case 'started':
    case 'rolling':
    case 'running':
    case 'finalizing':
      return goingOn(context);
    case 'paused':
      return line`somebody who lets it go on: ${how('retry')}, or turns it back: ${how('rollback')}`;
    case 'failed':
      return line`somebody who looks at the error, mends its cause and runs the stage again: ${how('retry')}`;
    case 'finalizable':
      return line`somebody who tries what was upgraded, reads what the stages logged, and asks to complete: ${how('complete')}. A second person then approves it. Until then there is a way back: ${how('rollback')}`;
    case 'unknown':
      return line`an admin, who looks at the upgrade page of ${profile.label}: the bot does not know this state`;
    default:
      return view.phase satisfies never;
  }
}

function howTo({ view, profile, command }: RunContext, action: ActionName): Line {
  if (profile.actions[action] === undefined) return line`on the upgrade page of ${profile.label}`;
  return code(`${command} ${action} ${view.target}`);
}

/** The action that was refused and may have left a part of what was asked for; undefined when there is none. */
export function leftInPart({ phase, requests }: UpgradeView, profile: Profile): ActionName | undefined {
  const leaves = (action: ActionName): boolean => profile.actions[action]?.words.refused !== undefined;
  const last = requests.findLast(({ action, outcome }) => outcome !== undefined && leaves(action));
  return phase === 'prepared' && last?.outcome === 'failed' ? last.action : undefined;
}

/** What was refused and left in part is cleared away first. */
function partWords(context: RunContext): Line | undefined {
  const { view, profile } = context;
  const action = leftInPart(view, profile);
  const refused = action === undefined ? undefined : profile.actions[action]?.words.refused;
  if (action === undefined || refused === undefined) return undefined;
  return line`somebody who discards what is there: ${howTo(context, refused.by)}. ${code(action)} was refused, so this is only a part of it, unless somebody else created it`;
}

/** What tells before the start whether it will go well. */
function lookBefore({ view, profile, command }: RunContext): Line {
  const asks: InquiryName = 'diff';
  const checks = [
    ...(profile.actions.validate === undefined ? [] : [code(`${command} validate ${view.target}`)]),
    ...(profile.inquiries?.includes(asks) === true ? [code(`${command} ${asks} ${view.target}`)] : []),
  ];
  return checks.length === 0 ? [] : line`. Before that, to see whether it will go well: ${joinLines(checks, ', ')}`;
}

function goingOn({ view: { run }, profile: { label } }: RunContext): Line {
  if (run?.rollbackRequested === true) return line`${label}, which undoes the stages one after the other`;
  if (run?.pause === 'asked') return line`${label}, which pauses at its next checkpoint`;
  return line`${label}, which goes through the stages by itself; nobody has to do anything`;
}
