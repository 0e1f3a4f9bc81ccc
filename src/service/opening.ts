import type { Happening } from '../core/events.js';
import type { Observation } from '../core/observation.js';
import type { TargetRecord } from '../core/ports.js';
import { snapshotOf } from '../core/snapshot.js';
import type { Target } from './deps.js';

/** How an upgrade comes to be: asked for by a person (Slack user id), or noticed on the target. */
export type Origin = { readonly how: 'asked'; readonly by: string } | { readonly how: 'noticed' };

/** The first event of the target's next upgrade. */
export function opening(
  { settings, profile }: Target,
  { last, known }: Pick<TargetRecord, 'last' | 'known'>,
  seen: Observation,
  origin: Origin,
): Extract<Happening, { type: 'opened' }> {
  return {
    type: 'opened',
    target: settings.name,
    product: profile.product,
    label: profile.label,
    number: last + 1,
    channel: settings.channel,
    ...origin,
    // A person who asks knows that nothing came before.
    firstLook: origin.how === 'noticed' && !known,
    seen: snapshotOf(seen),
  };
}
