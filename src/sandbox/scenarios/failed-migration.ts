import type { Session } from '../session.js';
import { reads, types } from '../steps.js';
import { byHand, ends, enters, fails, instabaseOf } from '../steps-instabase.js';
import type { Scenario } from './scenario.js';

const isCreated = ({ stage }: Session): boolean => instabaseOf(stage).run.state()?.terminal === false;

export const failedMigration: Scenario = {
  id: 'failed-migration',
  title: 'Instabase with a failed migration',
  about: 'A database cannot be migrated, running it again does not help, and the upgrade is rolled back.',
  before: (stage) => instabaseOf(stage).run.plan('MIGRATE_DB', byHand),
  steps: [
    {
      who: 'alice',
      does: 'types /upgrade create ib 23.07.0: the bot uploads the release',
      plays: types('alice', 'create ib 23.07.0 quarterly release'),
      already: isCreated,
    },
    {
      who: 'bot',
      does: 'shows the upgrade as a card in #ops, with its stages and a thread under it',
      plays: reads('CONFIRM_START:'),
    },
    {
      who: 'alice',
      does: 'types /upgrade start ib',
      plays: types('alice', 'start ib'),
      already: ({ stage }) => instabaseOf(stage).run.state()?.started === true,
    },
    { who: 'bot', does: 'tells each stage as it begins, up to MIGRATE_DB', plays: enters('MIGRATE_DB') },
    {
      who: 'fault',
      does: 'the migration fails (the button Fail of MIGRATE_DB)',
      already: ({ stage }) => instabaseOf(stage).run.state()?.failure?.stage === 'MIGRATE_DB',
      plays: fails('MIGRATE_DB', 'could not lock table "jobs": timeout'),
    },
    { who: 'bot', does: 'warns, with the error and what can be done', plays: reads('Warning: MIGRATE_DB has failed') },
    { who: 'alice', does: 'types /upgrade retry ib', plays: types('alice', 'retry ib the lock is gone') },
    { who: 'bot', does: 'says that the stage runs again', plays: reads('MIGRATE_DB: UNDERWAY') },
    {
      who: 'fault',
      does: 'it fails again, with another error',
      plays: fails('MIGRATE_DB', 'column "owner" of table "jobs" exists already'),
    },
    { who: 'bot', does: 'warns again', plays: reads('Warning: MIGRATE_DB has failed') },
    {
      who: 'alice',
      does: 'types /upgrade rollback ib',
      plays: types('alice', 'rollback ib the migration needs a look by support'),
    },
    {
      who: 'bot',
      does: 'tells that the run goes back',
      plays: reads('MIGRATE_DB: UNDERWAY'),
    },
    {
      who: 'instabase',
      does: 'has undone the migration (the button Finish of MIGRATE_DB)',
      plays: ends('MIGRATE_DB'),
    },
    { who: 'bot', does: 'ends the card with "Upgrade rolled back"', plays: reads('Upgrade rolled back') },
  ],
};
