import type { NodeRecord, Snapshot } from './events.js';
import type { NodeObservation, Observation } from './observation.js';
import type { Matter } from './products.js';
import { runDifferences, runRecordOf } from './run.js';

/** The part of a node that the timeline keeps. */
export function nodeRecordOf(node: NodeObservation): NodeRecord {
  return {
    id: node.id,
    name: node.name,
    state: node.state,
    condition: node.condition,
    ...(node.version === undefined ? {} : { version: node.version }),
    ...(node.build === undefined ? {} : { build: node.build }),
    errors: node.errors.map((error) => ({ ...error })),
  };
}

/** The part of an observation that decisions rest on. */
export function snapshotOf(observation: Observation): Snapshot {
  return {
    state: observation.state,
    phase: observation.phase,
    ...(observation.mode === undefined ? {} : { mode: observation.mode }),
    ...(observation.originalVersion === undefined ? {} : { originalVersion: observation.originalVersion }),
    nodes: observation.nodes.map(nodeRecordOf),
    ...(observation.run === undefined ? {} : { run: runRecordOf(observation.run) }),
  };
}

/** Whether two looks found the same facts. Users and tasks are not facts: they change by the second. */
export function sameFacts(one: Observation, other: Observation): boolean {
  return JSON.stringify(facts(one)) === JSON.stringify(facts(other));
}

function facts(observation: Observation): object {
  const nodes = observation.nodes.map(nodeRecordOf).sort((a, b) => a.id.localeCompare(b.id));
  return { ...snapshotOf(observation), nodes };
}

/**
 * What changed between what was seen and what is, as far as it matters; empty when nothing did.
 * Sentences for people, with untrusted names in them.
 */
export function differences(seen: Snapshot, now: Snapshot, matters: readonly Matter[]): string[] {
  const changes: string[] = [];
  if (matters.includes('state') && seen.state !== now.state) {
    changes.push(`the state was ${seen.state} and is now ${now.state}`);
  }
  if (matters.includes('mode') && seen.mode !== now.mode) {
    changes.push(`upgrade mode was ${onOff(seen.mode)} and is now ${onOff(now.mode)}`);
  }
  if (matters.includes('over') && (seen.phase === 'idle') !== (now.phase === 'idle')) {
    changes.push(now.phase === 'idle' ? 'the upgrade is over' : 'another upgrade has begun');
  }
  return [
    ...changes,
    ...runDifferences(seen.run, now.run, matters),
    ...nodeDifferences(seen.nodes, now.nodes, matters),
  ];
}

const onOff = (mode: boolean | undefined): string => {
  if (mode === undefined) return 'not reported';
  return mode ? 'on' : 'off';
};

function nodeDifferences(seen: NodeRecord[], now: NodeRecord[], matters: readonly Matter[]): string[] {
  const current = new Map(now.map((node) => [node.id, node]));
  const known = new Set(seen.map(({ id }) => id));
  const changed = seen.flatMap((node) => nodeDifference(node, current.get(node.id), matters));
  if (!matters.includes('nodes')) return changed;
  const joined = now.filter(({ id }) => !known.has(id));
  return [...changed, ...joined.map(({ name, state }) => `node ${name} (${state}) joined the cluster`)];
}

function nodeDifference(seen: NodeRecord, now: NodeRecord | undefined, matters: readonly Matter[]): string[] {
  const { name } = seen;
  if (now === undefined) return matters.includes('nodes') ? [`node ${name} left the cluster`] : [];
  const changes: string[] = [];
  if (matters.includes('node-versions') && now.version !== seen.version) {
    changes.push(`node ${name} ran ${seen.version ?? 'an unknown version'}, now ${now.version ?? 'unknown'}`);
  }
  if (matters.includes('node-states') && now.state !== seen.state) {
    changes.push(`node ${name} was ${seen.state} and is now ${now.state}`);
  }
  return changes;
}
