import type { TrafficShown } from '../../control/shown.js';

export type TrafficFilter = 'all' | 'slack' | 'products' | 'problems';

/** In the order of their buttons. */
export const trafficFilters: readonly { readonly id: TrafficFilter; readonly label: string }[] = [
  { id: 'all', label: 'All' },
  { id: 'slack', label: 'Slack' },
  { id: 'products', label: 'Products' },
  { id: 'problems', label: 'Problems' },
];

const passes: Readonly<Record<TrafficFilter, (entry: TrafficShown) => boolean>> = {
  all: () => true,
  slack: ({ direction }) => direction !== 'bot-to-product',
  products: ({ direction }) => direction === 'bot-to-product',
  problems: ({ problem }) => problem !== null,
};

export const filtered = (entries: readonly TrafficShown[], filter: TrafficFilter): readonly TrafficShown[] =>
  entries.filter(passes[filter]);
