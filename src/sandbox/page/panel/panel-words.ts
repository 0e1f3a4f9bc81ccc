import type { ActShown, FaultShown, PlayShown, ProcessesShown } from '../../control/shown.js';

/** `2 faults on: Slack outage, HTML 502`; null when none is. */
export function faultBanner(faults: readonly FaultShown[]): string | null {
  const on = faults.filter((fault) => fault.on);
  if (on.length === 0) return null;
  return `${on.length} ${on.length === 1 ? 'fault' : 'faults'} on: ${on.map(({ label }) => label).join(', ')}`;
}

/** Where a play stands, in a line. */
export function playWords({ status, steps, problem }: PlayShown): string {
  const done = steps.filter(({ state }) => state === 'done').length;
  switch (status) {
    case 'playing':
      return `Playing: step ${Math.min(done + 1, steps.length)} of ${steps.length}`;
    case 'done':
      return 'Played to its end.';
    case 'failed':
      return `It did not go as told: ${problem ?? 'no reason was given'}`;
    case 'idle':
      return done === 0 ? '' : `Stopped after step ${done} of ${steps.length}.`;
  }
}

const roles: Readonly<Record<string, string>> = {
  admin: 'An admin of the product',
  bot: 'The bot',
  fault: 'A fault',
  cluster: 'The product',
  product: 'The product',
  redis: 'Redis',
  slack: 'Slack',
  story: 'Look',
};

/** Who does a step, with a capital letter: `Alice`, `An admin of the product`. */
export const whoWords = (who: string): string => roles[who] ?? `${who.slice(0, 1).toUpperCase()}${who.slice(1)}`;

/** Buttons that cannot be pressed now, and why. */
export interface Blocked {
  readonly labels: readonly string[];
  readonly reason: string;
}

/** Why acts cannot be done now, each reason once. */
export function blockedActs(acts: readonly ActShown[]): readonly Blocked[] {
  const labels = new Map<string, string[]>();
  for (const { label, blocked } of acts) {
    if (blocked !== null) labels.set(blocked, [...(labels.get(blocked) ?? []), label]);
  }
  return [...labels].map(([reason, of]) => ({ reason, labels: of }));
}

/** Acts that every row has blocked for the same reason: told once above the rows, so that thirty nodes stay readable. */
export function blockedEverywhere(rows: readonly { readonly acts: readonly ActShown[] }[]): readonly ActShown[] {
  const [first, ...others] = rows;
  if (first === undefined || others.length === 0) return [];
  return first.acts.filter(
    ({ act, blocked }) =>
      blocked !== null && others.every(({ acts }) => acts.some((one) => one.act === act && one.blocked === blocked)),
  );
}

/** The acts of one row whose reasons are not told above all rows. */
export const blockedHereOnly = (acts: readonly ActShown[], everywhere: readonly ActShown[]): readonly ActShown[] =>
  acts.filter(({ act }) => !everywhere.some((one) => one.act === act));

/** Behind the heading of a group of faults: what runs of it now. */
export function processWords(where: FaultShown['where'], { bots, redis }: ProcessesShown): string {
  if (where === 'bot') return botWords(bots);
  if (where === 'redis') return { up: 'runs', down: 'does not run', foreign: 'runs outside the sandbox' }[redis];
  return '';
}

function botWords(bots: number): string {
  if (bots === 0) return 'does not run';
  return bots === 1 ? 'runs' : `runs in ${bots} processes`;
}
