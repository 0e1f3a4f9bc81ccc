import { card, presses, reads, types } from '../steps.js';
import { breaks, enters } from '../steps-instabase.js';
import type { TrapStory } from '../trap-story.js';

export const instabaseCreateRefused: TrapStory = {
  about: 'Instabase refuses to create an upgrade and leaves a part of it, which has to be abandoned',
  stage: { instabase: {} },
  steps: [
    breaks('the next creation will end in the middle', (ib) =>
      ib.failNextCreation({ error: 'config map too large', leaves: 'partial' }),
    ),
    types('alice', 'create ib 23.07.0'),
    reads('create: failed'),
    enters('CONFIRM_START'),
    card('CONFIRM_START'),
    types('alice', 'create ib 23.07.0'),
    types('alice', 'abandon ib it is only a part'),
    presses('bob', 'Approve'),
    reads('Upgrade abandoned'),
    types('alice', 'create ib 23.07.0 second try'),
    reads('create: done'),
    enters('CONFIRM_START'),
  ],
};
