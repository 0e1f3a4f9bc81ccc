import type { ActShown, FaultShown, PlayShown, ProcessesShown, StepShown } from '../../control/shown.js';

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

export type StepLook = StepShown['state'] | 'failed';

/** How a step is marked: the first one that is not done is where a play has failed. */
export function stepLook({ status, steps }: PlayShown, place: number): StepLook {
  const failedAt = status === 'failed' ? steps.findIndex(({ state }) => state !== 'done') : -1;
  return place === failedAt ? 'failed' : (steps[place]?.state ?? 'waiting');
}

/** On the button that plays: what was stopped or has failed goes on, what has ended begins afresh. */
export function playLabel({ status, steps }: PlayShown): string {
  if (status === 'done') return '▶ Play it again';
  return steps.some(({ state }) => state === 'done') ? '▶ Play the rest' : '▶ Play the whole story';
}

const roles: Readonly<Record<string, string>> = {
  admin: 'Admin',
  bot: 'The bot',
  fault: 'Fault:',
  cluster: 'The product',
  product: 'The product',
  redis: 'Redis',
  slack: 'Slack',
  story: 'Look',
};

/** Who does a step, with a capital letter: `Alice`, `Admin`. */
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

/** An act that several rows have blocked for one reason. */
export interface BlockedAlike {
  readonly act: string;
  readonly label: string;
  readonly reason: string;
  readonly rows: number;
}

/** Reasons that are told once above the rows instead of in each: thirty nodes stay readable. */
export function blockedAlike(rows: readonly { readonly acts: readonly ActShown[] }[]): readonly BlockedAlike[] {
  const found = new Map<string, BlockedAlike>();
  for (const { act, label, blocked } of rows.flatMap(({ acts }) => acts)) {
    if (blocked === null) continue;
    const key = JSON.stringify([act, blocked]);
    found.set(key, { act, label, reason: blocked, rows: (found.get(key)?.rows ?? 0) + 1 });
  }
  return [...found.values()].filter((alike) => alike.rows > 1);
}

/** The acts of one row whose reasons are not told above all rows. */
export const blockedHereOnly = (acts: readonly ActShown[], alike: readonly BlockedAlike[]): readonly ActShown[] =>
  acts.filter(({ act, blocked }) => !alike.some((one) => one.act === act && one.reason === blocked));

/** Behind the heading of a group of faults: what runs of it now. */
export function processWords(where: FaultShown['where'], { bots, starting, redis }: ProcessesShown): string {
  if (where === 'bot') return botWords(bots, starting);
  if (where === 'redis') return { up: 'runs', down: 'does not run', foreign: 'runs outside the sandbox' }[redis];
  return '';
}

function botWords(bots: number, starting: number): string {
  if (bots === 0) return 'does not run';
  if (bots === starting) return 'is starting';
  return bots === 1 ? 'runs' : `runs in ${bots} processes`;
}
