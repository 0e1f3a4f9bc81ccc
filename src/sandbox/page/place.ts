/** What a window shows, as it stands in its address: a second window with another `as` is another person. */
export interface Place {
  /** The person acted as: `alice`. */
  readonly as: string;
  /** A channel's id, or `home` for the app's Home tab; null for the first channel. */
  readonly at: string | null;
  /** The root's `ts` of the thread that is open. */
  readonly thread: string | null;
  /** Whether the traffic drawer is open. */
  readonly traffic: boolean;
  /** The one pane that a narrow window shows. */
  readonly pane: Pane;
}

export const panes = ['list', 'main', 'thread', 'panel'] as const;
export type Pane = (typeof panes)[number];

export function placeOf(search: string): Place {
  const given = new URLSearchParams(search);
  const pane = panes.find((name) => name === given.get('pane'));
  return {
    as: given.get('as') || 'alice',
    at: given.get('at') || null,
    thread: given.get('thread') || null,
    traffic: given.get('traffic') === '1',
    pane: pane ?? 'main',
  };
}

/** The pane that a narrow window shows: there may be no thread, or none at Home. */
export function shownPane({ pane, thread, at }: Place): Pane {
  return pane === 'thread' && (thread === null || at === 'home') ? 'main' : pane;
}

/** The address of a place, without what need not be said. */
export function searchOf({ as, at, thread, traffic, pane }: Place): string {
  const given = new URLSearchParams({ as });
  if (at !== null) given.set('at', at);
  if (thread !== null) given.set('thread', thread);
  if (traffic) given.set('traffic', '1');
  if (pane !== 'main') given.set('pane', pane);
  return `?${given}`;
}
