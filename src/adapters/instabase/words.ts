import type { ActionName, ActionWords } from '../../core/products.js';

type Actions = Exclude<ActionName, 'cancel' | 'approve'>;

/** How the actions are typed and spoken of. */
export const actionWords: Readonly<Record<Actions, ActionWords>> = {
  create: {
    usage: 'create <target> [release] [--size STANDARD|LARGE|XLARGE] [--keep config,config] [reason]',
    short: 'Create',
    order: 'Create an upgrade',
    doing: 'the release is being uploaded',
    done: 'The upgrade is created; nothing has changed on the deployment.',
    next: 'Next: validate it, look at its diff, then start it.',
    // "After an upgrade resource is created or partially created (if an error is returned), it must be abandoned or
    // applied […] before you can create a new upgrade resource" ("Upgrade API", "Create upgrade").
    refused: {
      means:
        'Deployment Manager refused it; the deployment stays as it is, but the upgrade may have been created in part',
      remedy:
        'If an upgrade waits for its start there now and nobody else created it, it is that part. Abandon it first:',
      by: 'abandon',
    },
  },
  validate: {
    usage: 'validate <target>',
    short: 'Validate',
    order: 'Validate the upgrade',
    doing: 'the upgrade is being validated, which can take ten minutes and more',
    done: 'The validation is through.',
    next: 'Next: mend what it found, if anything, then start the upgrade.',
  },
  start: {
    usage: 'start <target> [--to <release>] [reason]',
    short: 'Start',
    order: 'Start the upgrade',
    doing: 'the upgrade is being started',
    done: 'The upgrade has been started.',
    next: 'Next: it goes through its stages by itself and then waits for somebody to complete it.',
  },
  pause: {
    usage: 'pause <target> [reason]',
    short: 'Pause',
    order: 'Pause the upgrade',
    doing: 'a pause is being asked for',
    done: 'A pause has been asked for; it takes hold at the next checkpoint.',
    next: 'Next: wait until the thread says that the run is paused; after that, retry lets it go on.',
  },
  retry: {
    usage: 'retry <target> [reason]',
    short: 'Retry',
    order: 'Resume the upgrade, or retry its failed stage',
    doing: 'the upgrade is being told to go on',
    done: 'The upgrade has been told to go on.',
    next: 'Next: watch whether the stage gets through.',
  },
  continue: {
    usage: 'continue <target> [reason]',
    short: 'Force on',
    order: 'Force the upgrade past its present stage',
    doing: 'the upgrade is being forced past its stage',
    done: 'Deployment Manager has taken the order to go on past the stage.',
    next: 'Next: watch whether it moves.',
  },
  rollback: {
    usage: 'rollback <target> [reason]',
    short: 'Roll back',
    order: 'Roll the upgrade back',
    doing: 'the rollback is being asked for',
    done: 'Deployment Manager has taken the order to roll back.',
    next: 'Next: it goes back through its stages by itself.',
  },
  complete: {
    usage: 'complete <target> [reason]',
    short: 'Complete',
    order: 'Complete the upgrade',
    doing: 'the upgrade is being completed',
    done: 'The upgrade has been completed.',
    next: 'Next: take the steps that the release notes give for afterwards.',
  },
  abandon: {
    usage: 'abandon <target> [--started] [reason]',
    short: 'Abandon',
    order: 'Abandon the upgrade',
    doing: 'the upgrade is being abandoned',
    done: 'The upgrade has been abandoned.',
    next: 'Another one can be created.',
  },
};
