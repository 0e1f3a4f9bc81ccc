import type { TargetRecord } from './ports.js';

/** How long (ms) to look often after an action has been carried out, and how often. */
const AFTER_ACTION_MS = 15_000;
const AFTER_ACTION_EVERY_MS = 1_000;
/** A target that does not answer is asked less often, but during an upgrade at least this often (ms). */
const LONGEST_PAUSE_MS = 15_000;
const GROWTH = 1.5;

/** When a target is looked at. */
export interface PollSettings {
  readonly activeMs: number;
  readonly idleMs: number;
}

/** What the pause before the next look depends on. */
export type LookState = Pick<TargetRecord, 'open' | 'view' | 'failures' | 'now'>;

/**
 * Milliseconds until the next look is due: slow while idle, fast while an upgrade runs, fastest right after an action,
 * growing pauses while the target does not answer. `retryAfterMs` is what the target itself asked for.
 */
export function pauseBeforeLook(state: LookState, settings: PollSettings, retryAfterMs = 0): number {
  const { failures } = state;
  const usual = usualPause(state, settings);
  if (failures === 0) return Math.max(usual, retryAfterMs);
  const running = state.open !== undefined;
  const longest = running ? Math.max(LONGEST_PAUSE_MS, 3 * settings.activeMs) : 5 * settings.idleMs;
  const grown = usual * GROWTH ** Math.min(failures - 1, 20);
  return Math.max(Math.min(grown, longest), retryAfterMs);
}

function usualPause({ open, view, now }: LookState, { activeMs, idleMs }: PollSettings): number {
  if (open === undefined || view === undefined) return idleMs;
  const lastOutcome = view.requests.at(-1)?.outcomeAt;
  const waitsForEffect =
    lastOutcome !== undefined && view.movedAt <= lastOutcome && now - lastOutcome < AFTER_ACTION_MS;
  return waitsForEffect ? Math.min(activeMs, AFTER_ACTION_EVERY_MS) : activeMs;
}

/**
 * The time (epoch ms) of the next look: the next point of a grid with the pause as its width, shifted per target. It
 * needs no memory, does not drift, and spreads the targets evenly.
 */
export function nextLookAt(target: string, pauseMs: number, now: number): number {
  const shift = Math.floor(fractionOf(target) * pauseMs);
  // At least half a pause: a look that came late must not be followed by one at once.
  const earliest = now + pauseMs / 2;
  const onGrid = Math.ceil((earliest - shift) / pauseMs) * pauseMs + shift;
  // Further off than the pause allows: go half of the way, and be on the grid after the next look.
  return onGrid > now + pauseMs ? (now + onGrid) / 2 : onGrid;
}

/** A number from 0 up to 1 for a name: FNV-1a with murmur3's final mix, which sets similar names apart. */
function fractionOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
