import { card, presses, reads, types } from '../steps.js';
import { byHand, enters, fails, plans } from '../steps-instabase.js';
import type { TrapStory } from '../trap-story.js';

export const instabaseAbandon: TrapStory = {
  about: 'abandoning is refused once Instabase has begun, until a rollback fails and it is an emergency',
  stage: { instabase: {} },
  steps: [
    plans('MIGRATE_DB', byHand),
    types('alice', 'create ib 23.07.0'),
    reads('create: done'),
    enters('CONFIRM_START'),
    types('alice', 'start ib'),
    enters('MIGRATE_DB'),
    fails('MIGRATE_DB', 'could not lock table "jobs": timeout'),
    reads('Warning: MIGRATE_DB has failed'),
    types('alice', 'abandon ib'),
    types('alice', 'rollback ib'),
    reads('MIGRATE_DB: UNDERWAY'),
    fails('MIGRATE_DB', 'could not restore table "jobs"'),
    reads('Warning: MIGRATE_DB has failed'),
    types('alice', 'abandon ib --started'),
    types('alice', 'abandon ib --started support case 4711 says so'),
    presses('bob', 'Approve'),
    reads('abandon: done'),
    reads('Upgrade abandoned'),
    card('Upgrade abandoned'),
    types('alice', 'status ib'),
  ],
};
