import { card, fault, reads, types } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const lostAnswer: TrapStory = {
  about: 'a call is answered by nobody: once before it took effect, once after',
  steps: [
    fault('the connection is cut before the cluster acts', ({ cluster }) =>
      cluster.faults.dropRequest({ verb: 'start', times: 1 }),
    ),
    types('alice', 'start confluence'),
    reads('start: not done'),
    fault('the cluster acts and never answers', ({ cluster }) =>
      cluster.faults.loseReply('start', { times: 1, how: 'silence' }),
    ),
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    reads('start: done'),
    card('Waiting for'),
  ],
};
