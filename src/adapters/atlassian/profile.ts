import type { ActionProfile, ActionWords, NodeMeaning, Phase, StateMeaning } from '../../core/products.js';

/** The six cluster states that the three products share. */
export const clusterStates: Readonly<Record<string, StateMeaning>> = {
  STABLE: { phase: 'idle', words: 'no upgrade is running' },
  READY_TO_UPGRADE: { phase: 'started', words: 'upgrade mode is on and no node is upgraded yet' },
  MIXED: { phase: 'rolling', words: 'nodes run different versions, or a node has an error' },
  READY_TO_RUN_UPGRADE_TASKS: {
    phase: 'finalizable',
    words: 'all running nodes are upgraded; the upgrade can be finalized',
  },
  RUNNING_UPGRADE_TASKS: { phase: 'finalizing', words: 'the upgrade is being finalized' },
  UPGRADE_TASKS_FAILED: { phase: 'failed', words: 'finalizing ended with errors' },
};

/** What a phase means on a cluster whose nodes are upgraded one by one. */
export const clusterPhases: Readonly<Partial<Record<Phase, string>>> = {
  idle: 'no upgrade is running',
  started: 'upgrade mode is on, no node is upgraded yet',
  rolling: 'nodes are being upgraded one after the other',
  finalizable: 'every running node is upgraded, the last step is to finalize',
  finalizing: 'the upgrade is being finalized',
  failed: 'finalizing ended with errors',
};

const words: Readonly<Record<'start' | 'cancel' | 'approve', ActionWords>> = {
  start: {
    usage: 'start <target> [--to <version>] [reason]',
    short: 'Start',
    order: 'Turn upgrade mode on',
    doing: 'upgrade mode is being turned on',
    done: 'Upgrade mode is on.',
    next: 'Next: an admin upgrades the first node.',
  },
  cancel: {
    usage: 'cancel <target> [reason]',
    short: 'Cancel',
    order: 'Cancel the upgrade',
    doing: 'the upgrade is being cancelled',
    done: 'Upgrade mode is off again.',
    next: 'Nothing else has to be done.',
  },
  approve: {
    usage: 'approve <target> [reason]',
    short: 'Finalize',
    order: 'Finalize the upgrade',
    doing: 'finalizing is being started',
    done: 'The cluster has taken the order to finalize.',
    next: 'Next: wait until its upgrade tasks are through; nobody has to do anything.',
  },
};

/** The node states of the shared REST reference (https://developer.atlassian.com/server/bitbucket/reference/zdu-rest/). */
export const zduNodeStates: Readonly<Record<string, NodeMeaning>> = {
  ACTIVE: { condition: 'active', words: 'running' },
  STARTING: { condition: 'starting', words: 'still loading' },
  DRAINING: { condition: 'leaving', words: 'finishing its work before it stops' },
  TERMINATING: { condition: 'leaving', words: 'shutting down' },
  OFFLINE: { condition: 'off', words: 'not responding' },
  ERROR: { condition: 'error', words: 'something went wrong on this node' },
};

/** What all three products can do. Time-outs are those of Atlassian's deployment tool Forge: 5 s for start and cancel, 30 s for approve. */
export function clusterActions(product: string): Readonly<Record<'start' | 'cancel' | 'approve', ActionProfile>> {
  return {
    start: {
      words: words.start,
      from: ['idle'],
      alwaysApproved: false,
      effect: `Turns upgrade mode on: nodes with a newer version of ${product} may then join the cluster.`,
      wayBack: 'until a node is upgraded, cancel turns upgrade mode off again.',
      matters: ['state', 'mode'],
      dropsOffNodes: false,
      timeoutMs: 5_000,
      doneWhen: ['started', 'rolling', 'finalizable'],
      doneMode: true,
      notDoneWhen: ['idle', 'rolling'],
    },
    cancel: {
      words: words.cancel,
      from: ['started'],
      alwaysApproved: false,
      effect: 'Turns upgrade mode off; every node stays on the version it runs.',
      wayBack: 'start turns upgrade mode on again.',
      matters: ['state', 'nodes', 'node-versions', 'node-states'],
      dropsOffNodes: true,
      timeoutMs: 5_000,
      doneWhen: ['idle', 'rolling'],
      doneMode: false,
      notDoneWhen: ['started', 'rolling', 'finalizable'],
    },
    approve: {
      words: words.approve,
      from: ['finalizable'],
      alwaysApproved: true,
      effect:
        'Finalizes the upgrade: turns upgrade mode off and runs the upgrade tasks, which can change the database.',
      wayBack: 'none; after finalizing, the old version can only be had back by restoring backups.',
      matters: ['state', 'nodes', 'node-versions', 'node-states'],
      dropsOffNodes: true,
      timeoutMs: 30_000,
      doneWhen: ['idle', 'finalizing', 'failed', 'rolling'],
      doneMode: false,
      notDoneWhen: ['started', 'rolling', 'finalizable'],
    },
  };
}
