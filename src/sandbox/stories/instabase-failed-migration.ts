import { card, reads, types } from '../steps.js';
import { byHand, ends, enters, fails, plans } from '../steps-instabase.js';
import type { TrapStory } from '../trap-story.js';

export const instabaseFailedMigration: TrapStory = {
  about: 'Instabase cannot migrate a database, a retry does not help, and the upgrade is rolled back',
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
    card('MIGRATE_DB has failed'),
    types('alice', 'retry ib the lock is gone'),
    reads('MIGRATE_DB: UNDERWAY'),
    fails('MIGRATE_DB', 'column "owner" of table "jobs" exists already'),
    reads('Warning: MIGRATE_DB has failed'),
    types('alice', 'status ib'),
    plans('TURN_DOWN', byHand),
    types('alice', 'rollback ib the migration needs a look by support'),
    reads('MIGRATE_DB: UNDERWAY'),
    ends('MIGRATE_DB'),
    enters('TURN_DOWN'),
    ends('TURN_DOWN'),
    reads('Upgrade rolled back'),
    card('Upgrade rolled back'),
  ],
};
