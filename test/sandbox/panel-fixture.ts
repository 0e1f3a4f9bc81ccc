import type { ActShown, FaultShown, PlayShown, TrafficShown } from '../../src/sandbox/control/shown.js';

/** A request of the bot to Slack that went well, but for what a test says of it. */
export const request = (id: number, of: Partial<TrafficShown> = {}): TrafficShown => ({
  id,
  at: 1_000 + id,
  direction: 'bot-to-slack',
  peer: 'slack',
  kind: 'chat.postMessage',
  ms: 12,
  status: 200,
  problem: null,
  carriedOut: null,
  request: {},
  response: { ok: true },
  ...of,
});

/** A look at a product, as polling makes many. */
export const look = (id: number, of: Partial<TrafficShown> = {}): TrafficShown =>
  request(id, {
    direction: 'bot-to-product',
    peer: 'confluence',
    kind: 'GET /rest/zdu/cluster',
    response: { state: 'STABLE' },
    ...of,
  });

export const act = (name: string, blocked: string | null = null): ActShown => ({ act: name, label: name, blocked });

export const fault = (label: string, on: boolean): FaultShown => ({
  id: label,
  where: 'slack',
  kind: 'switch',
  label,
  see: '',
  on,
  blocked: null,
});

export const play = (of: Partial<PlayShown>): PlayShown => ({
  scenarios: [],
  scenario: 'rolling',
  speed: 'normal',
  status: 'idle',
  steps: [],
  problem: null,
  ...of,
});
