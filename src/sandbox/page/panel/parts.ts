import type { ActShown, TargetShown } from '../../control/shown.js';

/** A node of a cluster or a stage of an upgrade: one row of a target. */
export interface Part {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  /** What else is known of it: `9.2.21 · 12 users`. */
  readonly facts: string;
  readonly acts: readonly ActShown[];
  /** Its acts are `POST /control/<path>/:act`. */
  readonly path: string;
}

export const targetPath = ({ name }: TargetShown): string => `targets/${encodeURIComponent(name)}`;

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Nodes, or else stages, in the product's own order. */
export function partsOf(target: TargetShown): readonly Part[] {
  const path = targetPath(target);
  const nodes = target.nodes.map(({ id, name, state, version, users, acts }) => ({
    id,
    name,
    state,
    facts: `${version} · ${counted(users, 'user')}`,
    acts,
    path: `${path}/nodes/${encodeURIComponent(id)}`,
  }));
  const stages = target.stages.map(({ name, status, warnings, acts }) => ({
    id: name,
    name,
    state: status,
    facts: warnings === 0 ? '' : counted(warnings, 'warning'),
    acts,
    path: `${path}/stages/${encodeURIComponent(name)}`,
  }));
  return [...nodes, ...stages];
}

/** `30 nodes: 29 ACTIVE, 1 ERROR` */
export function partsWords(parts: readonly Part[], one: 'node' | 'stage'): string {
  const counts = new Map<string, number>();
  for (const { state } of parts) counts.set(state, (counts.get(state) ?? 0) + 1);
  return `${counted(parts.length, one)}: ${[...counts].map(([state, count]) => `${count} ${state}`).join(', ')}`;
}

/** How a state is coloured; its word is always shown too. */
export type Tone = 'good' | 'bad' | 'busy' | 'calm';

const tones: readonly (readonly [Tone, RegExp])[] = [
  ['bad', /ERROR|FAIL|OFFLINE|DOWN|VOID|ABORT|CANCEL/i],
  ['good', /^(?:ACTIVE|STABLE|COMPLETED?|SUCCEEDED|SUCCESS|DONE|FINISHED)$/i],
  ['calm', /^(?:no upgrade|NOT_?STARTED|UNSTARTED|ROLLED_?BACK|PENDING|WAITING|CREATED|NEW)$/i],
];

export const toneOf = (state: string): Tone => tones.find(([, like]) => like.test(state))?.[0] ?? 'busy';

/** Whether something goes on that is worth seeing without being asked. */
export const isBusy = (target: TargetShown): boolean => !target.up || !['good', 'calm'].includes(toneOf(target.state));
