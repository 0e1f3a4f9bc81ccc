import type { People } from '../core/access.js';
import type {
  Bundle,
  Clock,
  Inquirer,
  Jobs,
  Logger,
  LookBook,
  Observer,
  TargetSettings,
  TimelineReader,
} from '../core/ports.js';
import type { Profile } from '../core/products.js';
import type { Record } from './record.js';

/** One configured target as services see it: it can be read; changing it is not among the abilities. */
export interface Target {
  readonly settings: TargetSettings;
  readonly profile: Profile;
  readonly observer: Observer;
  readonly inquirer?: Inquirer;
  /** Release bundles at hand. @throws AppError when they cannot be listed */
  readonly bundles?: () => Promise<Bundle[]>;
}

/** What services work with. Built once per kind of Redis connection in `app.ts`. */
export interface Deps {
  readonly targets: ReadonlyMap<string, Target>;
  readonly timeline: TimelineReader;
  readonly looks: LookBook;
  readonly record: Record;
  readonly jobs: Jobs;
  readonly people: People;
  readonly clock: Clock;
  readonly log: Logger;
  /** A new unguessable id. */
  readonly newId: () => string;
}

/** A configured target; asking for another one is a programming error, since names are checked where they come in. */
export function targetOf(deps: Pick<Deps, 'targets'>, name: string): Target {
  const target = deps.targets.get(name);
  if (target === undefined) throw new Error('a target that is not configured');
  return target;
}
