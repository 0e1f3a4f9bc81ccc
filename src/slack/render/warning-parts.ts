import type { WarningKind } from '../../core/events.js';
import type { Profile } from '../../core/products.js';
import { type Line, line, text } from './leaves.js';
import { duration } from './times.js';

/** What a warning is about. The texts are untrusted. */
export interface Warned {
  readonly kind: WarningKind;
  /** The name of a node or stage, or the state the target was in. */
  readonly subject: string;
  readonly detail?: string | undefined;
}

export interface WarningContext {
  readonly profile: Profile;
  readonly target: string;
  /** The slash command, `/upgrade`. */
  readonly command: string;
}

/** The cause of a warning, and what it means and what to do. */
export type WarningWords = (warned: Warned, context: WarningContext) => { cause: Line; advice: Line };

/** The cause in the product's own words; the sentence it stands in ends with a full stop of ours. */
export const because = (detail: string | undefined): Line =>
  detail === undefined ? [] : line`: ${text(detail.slice(0, 5000).replace(/[.\s]+$/, ''), 600)}`;

/** For how long, from the milliseconds in the detail. */
export const stoodFor = (detail: string | undefined): Line =>
  detail !== undefined && /^\d+$/.test(detail) ? line` for ${duration(Number(detail))}` : [];
