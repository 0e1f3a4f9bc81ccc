import type { Profile } from '../../core/products.js';
import { actions } from './actions.js';
import { preconditions } from './evidence.js';
import { releaseObstacle } from './releases.js';
import { outageStages, runStages, stageStatuses, states } from './stages.js';

const NO_SECOND_HAND =
  'Do not change configs or patches until the upgrade is over: a rollback does not account for them.';

/** Instabase upgrades itself by its Deployment Manager, in stages; there are no nodes to watch. */
export const instabase: Profile = {
  product: 'instabase',
  label: 'Instabase',
  states,
  phases: {
    idle: 'no upgrade is under way',
    prepared: 'an upgrade is created and has not been started',
    running: 'the upgrade goes through its stages by itself',
    paused: 'the upgrade is paused between two stages',
    failed: 'a stage ended with an error and the upgrade stands still',
    finalizable: 'everything has run; the last step is to complete it',
  },
  nodeStates: {},
  stages: runStages,
  stageStatuses,
  outage: outageStages,
  inquiries: ['preflight', 'show', 'diff', 'events'],
  actions,
  advice: {
    idle: {
      next: [
        'Before the start: read the release notes, have a test plan, and let preflight check the rights.',
        ...preconditions,
      ],
      never: ['Do not edit the base configurations: use patches.'],
    },
    prepared: {
      next: [
        'Validate the upgrade and look at its diff. Before the start, these have to be in place:',
        ...preconditions,
      ],
      never: [],
    },
    running: { next: ['Wait: the stages follow each other by themselves.'], never: [NO_SECOND_HAND] },
    paused: { next: ['Let it go on with retry.'], never: [NO_SECOND_HAND] },
    failed: {
      next: [
        'Read the error and the log of the stage, mend the cause, then retry.',
        'If a retry does not help: continue goes on past the stage, when the cause is known and acceptable; rollback goes back.',
      ],
      never: ['Do not abandon it before Instabase Support agrees: the deployment can be left in an unknown state.'],
    },
    finalizable: {
      next: [
        'Test the deployment by your test plan, and read the warnings and errors that the last stages logged.',
        'Then complete the upgrade, or roll it back.',
      ],
      never: [NO_SECOND_HAND],
    },
  },
  versionObstacle: releaseObstacle,
};
