import type { Clock, Logger, Nudges } from '../core/ports.js';

/** How often (ms) is looked which targets have an upgrade on, and so are listened to. */
const CHECK_EVERY_MS = 5_000;
/** A target is looked at this often (ms) at most, however much it says. */
const LOOK_EVERY_MS = 200;

export interface NudgeDeps {
  /** Targets that tell by themselves when something happens. */
  readonly nudges: ReadonlyMap<string, Nudges>;
  /** Whether an upgrade of the target is on. @throws when the store does not answer */
  readonly isOn: (target: string) => Promise<boolean>;
  /** Brings the target's next look forward. Never throws. */
  readonly look: (target: string) => Promise<void>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

export interface Listening {
  start(): void;
  stop(): void;
}

/**
 * Listens to targets while an upgrade of theirs is on, and looks at once when one says that something happened. Each
 * process listens for itself; without any of it the ordinary looks find the same, later.
 */
export function listenToTargets({ nudges, isOn, look, clock, log }: NudgeDeps): Listening {
  const heard = new Map<string, { close(): void }>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const lookedAt = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  function nudged(target: string): void {
    if (waiting.has(target)) return;
    const due = (lookedAt.get(target) ?? 0) + LOOK_EVERY_MS - clock.now();
    const wake = (): void => {
      waiting.delete(target);
      lookedAt.set(target, clock.now());
      look(target).catch((error: unknown) => log.error({ target, err: error }, 'a look could not be brought forward'));
    };
    waiting.set(target, setTimeout(wake, Math.max(0, due)).unref());
  }

  async function check(target: string, source: Nudges): Promise<void> {
    const on = await isOn(target);
    if (timer === undefined) return;
    if (on && !heard.has(target))
      heard.set(
        target,
        source.listen(() => nudged(target)),
      );
    if (!on) silence(target);
  }

  function silence(target: string): void {
    heard.get(target)?.close();
    heard.delete(target);
  }

  const checkAll = (): void => {
    for (const [target, source] of nudges) {
      check(target, source).catch((error: unknown) =>
        log.debug({ target, err: error }, 'could not look who to listen to'),
      );
    }
  };

  return {
    start() {
      timer = setInterval(checkAll, CHECK_EVERY_MS).unref();
      checkAll();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
      for (const one of waiting.values()) clearTimeout(one);
      for (const target of [...heard.keys()]) silence(target);
    },
  };
}
