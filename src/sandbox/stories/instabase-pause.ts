import { card, reads, types } from '../steps.js';
import { byHand, ends, enters, plans } from '../steps-instabase.js';
import type { TrapStory } from '../trap-story.js';

export const instabasePause: TrapStory = {
  about: 'Instabase is asked to pause, goes on to the end of its stage, and is down all the while',
  stage: { instabase: {} },
  steps: [
    plans('MIGRATE_DB', byHand),
    types('alice', 'create ib 23.07.0'),
    reads('create: done'),
    enters('CONFIRM_START'),
    types('alice', 'start ib'),
    enters('MIGRATE_DB'),
    types('alice', 'pause ib to look at the tables'),
    reads('has not taken hold yet'),
    card('has not taken hold yet'),
    types('bob', 'pause ib'),
    ends('MIGRATE_DB'),
    reads('The run is paused'),
    card('What can be done'),
    types('bob', 'retry ib the tables look well'),
    reads('retry: done'),
    enters('WRITE_NEW_CONFIGS'),
    reads('Over: the part of the upgrade in which everything is down'),
    card('everything has run'),
  ],
};
