import type { Session } from '../session.js';
import { buttonsIn } from '../slack/buttons.js';
import type { Message } from '../slack/state.js';
import { cast, type Stage } from '../stage.js';
import { clusterCalled, presses, reads, types, upgradesNodeOf } from '../steps.js';
import { zduProducts } from '../zdu/product.js';
import type { ScenarioStep } from './scenario.js';

/** Targets of the page's stage that are clusters; they are called as their products are. */
type ClusterName = keyof typeof zduProducts;

const isUpgraded = (stage: Stage, target: ClusterName, node: string): boolean => {
  const { cluster, targetVersion } = clusterCalled(stage, target);
  return cluster
    .nodes()
    .some(({ name, state, version }) => name === node && state === 'ACTIVE' && version === targetVersion);
};

/** Whether the order to finalize was given: upgrade mode is off although nodes have the new version. */
const isFinalized = (stage: Stage, target: ClusterName): boolean => {
  const { cluster, targetVersion } = clusterCalled(stage, target);
  return !cluster.upgradeMode() && cluster.nodes().some(({ version }) => version === targetVersion);
};

const isBegun = (stage: Stage, target: ClusterName): boolean =>
  clusterCalled(stage, target).cluster.upgradeMode() || isFinalized(stage, target);

const isOpenRequest = ({ deleted, blocks }: Message): boolean =>
  !deleted && buttonsIn(blocks).some(({ text }) => text.startsWith('Approve'));

/** A message with the buttons to decide on, or what comes after it. */
const isAsked = (stage: Stage, target: ClusterName): boolean =>
  isFinalized(stage, target) || stage.slack.everything(cast.channel).some(isOpenRequest);

/** Somebody begins the upgrade, and the bot shows it. */
export function begins(target: ClusterName, reason = ''): readonly ScenarioStep[] {
  const { label } = zduProducts[target];
  const text = `start ${target} ${reason}`.trim();
  return [
    {
      who: 'alice',
      does: `types /upgrade ${text}`,
      plays: types('alice', text),
      already: ({ stage }) => isBegun(stage, target),
    },
    {
      who: 'bot',
      does: `switches upgrade mode of ${label} on, and opens a card in #ops with a thread under it`,
      plays: reads('READY_TO_UPGRADE:'),
    },
  ];
}

function upgradesNode(target: ClusterName, node: string, does: string): ScenarioStep {
  const already = ({ stage }: Session): boolean => isUpgraded(stage, target, node);
  return { who: 'admin', does, plays: upgradesNodeOf(target, node), already };
}

/** An administrator upgrades a node; the first of a scenario is explained. */
export const upgradesFirst = (target: ClusterName, node: string): ScenarioStep =>
  upgradesNode(target, node, `upgrades ${node} (its button Upgrade): it goes off and comes back on the new version`);

export const upgradesNext = (target: ClusterName, node: string): ScenarioStep =>
  upgradesNode(target, node, `upgrades ${node} in the same way`);

export const allUpgraded: ScenarioStep = {
  who: 'bot',
  does: 'says that all nodes are upgraded: what is left is to finalize',
  plays: reads('READY_TO_RUN_UPGRADE_TASKS:'),
};

/** Finalizing is asked for by one person and agreed to by another. */
export function asks(target: ClusterName): ScenarioStep {
  return {
    who: 'alice',
    does: `types /upgrade approve ${target}. From there is no way back: a second person has to agree`,
    plays: types('alice', `approve ${target} all nodes look well`),
    already: ({ stage }) => isAsked(stage, target),
  };
}

export function triesAlone(target: ClusterName): ScenarioStep {
  return {
    who: 'alice',
    does: 'presses Approve herself; only she sees the answer: it has to be somebody else',
    plays: presses('alice', 'Approve'),
    already: ({ stage }) => isFinalized(stage, target),
  };
}

export function agrees(target: ClusterName): ScenarioStep {
  return {
    who: 'bob',
    does: 'presses Approve under the request',
    plays: presses('bob', 'Approve'),
    already: ({ stage }) => isFinalized(stage, target),
  };
}

export const finishes: ScenarioStep = {
  who: 'bot',
  does: 'finalizes, and the card ends with "Upgrade finished"',
  plays: reads('Upgrade finished'),
};
