import type { Acts } from './act.js';

/** Any simulated product that can be taken away, under the name that people give it. */
interface Reachable {
  readonly target: string;
  readonly server: {
    isUp(): boolean;
    readonly faults: { down(how: 'reset'): Promise<unknown>; up(): Promise<unknown> };
  };
}

/** What is the same for every product: it goes away and comes back. */
export const reachActs = {
  down: {
    label: 'Take down',
    blocked: ({ server }) => (server.isUp() ? null : 'is down already'),
    act: ({ target, server }) => ({
      who: 'fault',
      words: `${target} is not reachable`,
      through: server.faults.down('reset'),
    }),
  },
  up: {
    label: 'Bring up',
    blocked: ({ server }) => (server.isUp() ? 'is reachable' : null),
    act: ({ target, server }) => ({ who: 'fault', words: `${target} is reachable again`, through: server.faults.up() }),
  },
} as const satisfies Acts<Reachable>;
