import { card, happens, presses, reads, types } from '../steps.js';
import { enters, instabaseOf, plans } from '../steps-instabase.js';
import type { TrapStory } from '../trap-story.js';

export const instabaseWarnings: TrapStory = {
  about: 'stages of Instabase log an error and complete, and one more line comes while a second person thinks',
  stage: { instabase: {} },
  steps: [
    plans('RUN_ACTIONS', { logs: [{ level: 'ERROR', msg: 'action "reindex" gave up after 3 tries' }] }),
    types('alice', 'create ib 23.07.0'),
    reads('create: done'),
    enters('CONFIRM_START'),
    types('alice', 'start ib'),
    reads('ERROR in RUN_ACTIONS'),
    enters('CONFIRM_COMPLETION'),
    card('although the run went on'),
    types('alice', 'complete ib'),
    happens('instabase', 'logs one more line in CHECK_HEALTH', (stage) =>
      instabaseOf(stage).run.log('WARNING', 'webapp answers slowly', { stage: 'CHECK_HEALTH' }),
    ),
    reads('WARNING in CHECK_HEALTH'),
    presses('bob', 'Approve'),
    reads('complete: void'),
    types('alice', 'complete ib reindexed by hand, and webapp is warm now'),
    presses('alice', 'Approve'),
    presses('bob', 'Approve'),
    reads('Upgrade finished'),
    card('Upgrade finished'),
  ],
};
