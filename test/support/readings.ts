import type { Observation } from '../../src/core/observation.js';
import { aNodeObservation, anObservation } from './builders.js';

const original = { mode: true, originalVersion: '9.2.13' };

/** A Confluence cluster in each of its states, as one reading finds it. */
export const readings = {
  stable: (changes: Partial<Observation> = {}) => anObservation(changes),
  ready: (changes: Partial<Observation> = {}) =>
    anObservation({ state: 'READY_TO_UPGRADE', phase: 'started', ...original, ...changes }),
  mixed: (changes: Partial<Observation> = {}) =>
    anObservation({ state: 'MIXED', phase: 'rolling', ...original, nodes: oneUpgraded(), ...changes }),
  mixedWithModeOff: () => anObservation({ state: 'MIXED', phase: 'rolling', mode: false, nodes: oneUpgraded() }),
  finalizable: (changes: Partial<Observation> = {}) =>
    anObservation({
      state: 'READY_TO_RUN_UPGRADE_TASKS',
      phase: 'finalizable',
      ...original,
      nodes: allUpgraded(),
      ...changes,
    }),
  finalizing: (changes: Partial<Observation> = {}) =>
    anObservation({
      state: 'RUNNING_UPGRADE_TASKS',
      phase: 'finalizing',
      mode: false,
      nodes: allUpgraded(),
      ...changes,
    }),
  failed: (changes: Partial<Observation> = {}) =>
    anObservation({ state: 'UPGRADE_TASKS_FAILED', phase: 'failed', mode: false, nodes: allUpgraded(), ...changes }),
  unheardOf: () => anObservation({ state: 'REBALANCING', phase: 'unknown', ...original }),
} as const;

const names = ['conf-1', 'conf-2', 'conf-3'];

export const allUpgraded = () => names.map((name) => aNodeObservation({ name, version: '9.2.21' }));

function oneUpgraded() {
  return names.map((name, index) => aNodeObservation({ name, version: index === 0 ? '9.2.21' : '9.2.13' }));
}

/** The reading without a word about upgrade mode, as older layouts give it. */
export function withoutMode({ mode: _mode, ...rest }: Observation): Observation {
  return rest;
}

/** The nodes with one of them changed. */
export function withNode(
  { nodes }: Observation,
  name: string,
  changes: Partial<Observation['nodes'][number]>,
): Observation['nodes'] {
  return nodes.map((node) => (node.name === name ? { ...node, ...changes } : node));
}
