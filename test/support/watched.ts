import { confluence } from '../../src/adapters/atlassian/confluence.js';
import type { Happening, TimelineEvent } from '../../src/core/events.js';
import type { Observation } from '../../src/core/observation.js';
import { whatHappened } from '../../src/core/observe.js';
import { fold, type UpgradeView } from '../../src/core/view.js';
import type { WarnSettings } from '../../src/core/warnings.js';
import { anUpgrade, minutes, T0 } from './builders.js';

export const warnSettings: WarnSettings = { noProgressMs: minutes(30), standingMs: minutes(60), lopsided: 3 };

/** An upgrade that is looked at again and again: what each look found becomes part of what is known. */
export interface Watched {
  readonly view: UpgradeView;
  /** Everything that happened since the beginning. */
  readonly all: readonly Happening[];
  /** What one look finds; `atMinute` counts from `T0` and defaults to a minute after the last look. */
  look(seen: Observation, atMinute?: number): Happening[];
  /** Something that was not found by looking. */
  happened(...happenings: Happening[]): void;
}

export function watched(start: UpgradeView = anUpgrade(), startMinute = 10): Watched {
  let view = start;
  let minute = startMinute;
  const all: Happening[] = [];
  const add = (happenings: readonly Happening[]): void => {
    all.push(...happenings);
    const at = T0 + minutes(minute);
    const events = happenings.map((one, index): TimelineEvent => ({ ...one, seq: view.seq + index + 1, at }));
    view = fold(view, events) ?? view;
  };
  return {
    get view() {
      return view;
    },
    all,
    look: (seen, atMinute = minute + 1) => {
      minute = atMinute;
      const found = whatHappened(view, {
        seen,
        settings: warnSettings,
        now: T0 + minutes(minute),
        profile: confluence,
        disagreement: 0,
      });
      add(found);
      return found;
    },
    happened: (...happenings) => add(happenings),
  };
}

/** The events of one type, in order. */
export function ofType<Type extends Happening['type']>(
  happenings: readonly Happening[],
  type: Type,
): Extract<Happening, { type: Type }>[] {
  return happenings.filter((one): one is Extract<Happening, { type: Type }> => one.type === type);
}
