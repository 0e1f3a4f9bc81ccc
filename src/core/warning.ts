import type { WarningKind } from './events.js';
import type { WarningView } from './view.js';

/** A warning as it is due now. */
export type Warning = Omit<WarningView, 'since'>;

/** Its key tells it from others of its kind. */
export const warning = (kind: WarningKind, subject: string, detail?: string): Warning => ({
  key: `${kind}:${subject}`,
  kind,
  subject,
  ...(detail === undefined ? {} : { detail }),
});
