import { card, happens, killsBot, reads, startsBot, types } from '../steps.js';
import { instabaseOf } from '../steps-instabase.js';
import type { TrapStory } from '../trap-story.js';

export const instabaseCreateKilled: TrapStory = {
  about: 'the bot is killed while it creates an upgrade of Instabase, and asks for nothing twice',
  stage: { instabase: { createMs: Number.POSITIVE_INFINITY } },
  steps: [
    types('alice', 'create ib 23.07.0 quarterly release'),
    card('is being uploaded'),
    killsBot,
    startsBot,
    types('bob', 'create ib 23.07.0'),
    happens('instabase', 'has created the upgrade', (stage) => instabaseOf(stage).finishCreation()),
    // The next look shows the upgrade, and may come before the call is settled by it.
    reads('create: done'),
    card('Waiting for: somebody who starts it'),
  ],
};
