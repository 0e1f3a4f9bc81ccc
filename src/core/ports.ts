import type { Observation, NodeObservation } from './observation.js';
import type { ActionName, Profile } from './products.js';

/** Reads a target. Never changes it. */
export interface Observer {
  /**
   * One look at the target: a single consistent answer wherever the product offers one.
   * @throws AppError with the kind that fits; never a guessed state.
   */
  observe(signal?: AbortSignal): Promise<Observation>;
  /** One node by id or name, read afresh; undefined when the product knows no such node. */
  observeNode(id: string, signal?: AbortSignal): Promise<NodeObservation | undefined>;
}

/** Changes a target. Handed to `service/run-action.ts` alone. */
export interface Actor {
  /**
   * Sends the action once: one request, never repeated.
   * @param beforeSend called immediately before the request is written; when it returns false nothing is sent and the
   *   call throws AppError with `tookEffect: 'no'`.
   * @throws AppError with `tookEffect` saying whether the call may have taken effect.
   */
  act(action: ActionName, options: { timeoutMs: number; beforeSend: () => boolean }): Promise<void>;
}

/** What an adapter offers for one configured target. */
export interface Adapter {
  readonly profile: Profile;
  readonly observer: Observer;
  readonly actor: Actor;
  close(): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Structured log. Texts of warn and error are constant; values go into the object. */
export interface Logger {
  debug(values: object, text: string): void;
  info(values: object, text: string): void;
  warn(values: object, text: string): void;
  error(values: object, text: string): void;
}
