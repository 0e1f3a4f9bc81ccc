import type { Profile } from '../../core/products.js';

/** What answers to a person are drawn with. */
export interface AnswerContext {
  /** The slash command, `/upgrade`. */
  readonly command: string;
  /** The profile of a configured target. */
  readonly profileOf: (target: string) => Profile;
}
