import { asAppError } from '../../core/errors.js';
import type { Observation } from '../../core/observation.js';
import { disagree } from './agreement.js';
import type { UpgradeCalls } from './client.js';
import type { Progress, StageEvent } from './schema.js';
import { isTerminal } from './stages.js';
import { nothingCreated, observationOf } from './transform.js';

/** A run that moves again and again between the two calls of a look is taken as it was read last. */
const TRIES = 4;
/** After the release could not be read, looks go without it for so long (ms). */
const NOT_AGAIN_FOR_MS = 30_000;

interface KnownRelease {
  /** What tells the run it belongs to from others. */
  readonly run: string;
  readonly release: string | undefined;
}

/**
 * The release of a run. It stands in an answer that holds all configs, so it is read once per run; before the start
 * it is read at every look, because what is prepared may be exchanged and nothing else would tell.
 */
function openReleases(calls: UpgradeCalls, now: () => number) {
  let known: KnownRelease | undefined;
  let notBefore = 0;

  async function read(run: string, signal: AbortSignal | undefined): Promise<string | undefined> {
    if (now() < notBefore) return undefined;
    try {
      const { manifest } = await calls.resource(signal);
      const release = manifest?.releaseVersion.trim().slice(0, 100) || undefined;
      known = { run, release };
      return release;
    } catch (error) {
      // A look that was given up says nothing about the product.
      if (signal?.aborted === true) throw asAppError(error);
      // What the look is for is known without it.
      notBefore = now() + NOT_AGAIN_FOR_MS;
      return undefined;
    }
  }

  return {
    of(progress: Progress, firstLogAt: number | undefined, signal?: AbortSignal): Promise<string | undefined> {
      const unstarted = !progress.started && !isTerminal(progress.stage);
      const run = `${firstLogAt ?? ''}`;
      if (!unstarted && known?.run === run) return Promise.resolve(known.release);
      return read(unstarted ? 'unstarted' : run, signal);
    },
    forget(): void {
      known = undefined;
      notBefore = 0;
    },
  };
}

interface Together {
  readonly progress: Progress;
  readonly events: readonly StageEvent[];
}

export interface InstabaseObserver {
  /** One look. @throws AppError */
  read(signal?: AbortSignal): Promise<Observation>;
}

/**
 * Looks at a target: its progress, what its stages say, and the release it goes to.
 * @param now epoch ms
 */
export function openObserver(calls: UpgradeCalls, now: () => number = Date.now): InstabaseObserver {
  const releases = openReleases(calls, now);

  /** Versions of the product without this call are watched without their stages. */
  async function eventsOrNone(signal: AbortSignal | undefined): Promise<readonly StageEvent[]> {
    try {
      return await calls.events(signal);
    } catch (error) {
      if (asAppError(error).kind === 'not-found') return [];
      throw error;
    }
  }

  /** Progress and stages of one moment, as long as the product's two answers agree when nothing moves. */
  async function together(signal: AbortSignal | undefined): Promise<Together | undefined> {
    let before: string | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const progress = await calls.progress(signal);
      if (progress === undefined) return undefined;
      const events = await eventsOrNone(signal);
      const said = JSON.stringify(progress);
      if (!disagree(progress, events) || said === before || attempt === TRIES) return { progress, events };
      before = said;
    }
  }

  return {
    async read(signal) {
      const told = await together(signal);
      if (told === undefined) {
        releases.forget();
        return nothingCreated;
      }
      const { progress, events } = told;
      const seen = observationOf(progress, events);
      const release = await releases.of(progress, seen.run?.firstLogAt, signal);
      return release === undefined || seen.run === undefined ? seen : { ...seen, run: { ...seen.run, release } };
    },
  };
}
