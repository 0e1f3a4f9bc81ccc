import { z } from 'zod';
import { AppError } from '../../core/errors.js';
import { Label, readAs, Shown, Text, TextOrNumber } from './fields.js';

const TaskFailure = z.object({
  clusterUpgradeTask: Shown(z.boolean()),
  exceptionMessage: Shown(z.string()),
  errors: Shown(z.array(z.string())),
  upgradeTaskName: Shown(z.string()),
});

const Node = z.object({
  id: TextOrNumber,
  name: Label,
  state: Text,
  version: Label,
  buildNumber: Shown(TextOrNumber),
  ipAddress: Shown(Text),
  activeUserCount: Shown(z.number()),
  tasksTotal: Shown(z.number()),
  finalization: Shown(z.object({ errors: Shown(z.array(z.unknown())) })),
});

/** The cluster overview. `state` is missing in no version known; it can then be had from the state call. */
const Overview = z.object({
  state: Text.nullish(),
  upgradeModeEnabled: z.boolean().nullish(),
  originalVersion: z.string().max(200).nullish(),
  // The node that answers is always in the list: an empty one is a cluster that is still coming up.
  nodes: z.array(Node).min(1),
});

const State = z.object({ state: Text });

export type Node = z.infer<typeof Node>;
export type Overview = z.infer<typeof Overview>;
export type TaskFailure = z.infer<typeof TaskFailure>;

/** @throws AppError `bad-body` naming the fields, never their values */
export function overviewOf(body: unknown): Overview {
  const overview = readAs(Overview, body, 'cluster overview');
  if (new Set(overview.nodes.map((node) => node.id)).size !== overview.nodes.length) {
    throw new AppError('bad-body', 'The cluster overview has two nodes with one id');
  }
  return overview;
}

/** @throws AppError `bad-body` */
export function stateOf(body: unknown): string {
  return readAs(State, body, 'cluster state').state;
}

/** A failed task in whatever shape; undefined when it is not even an object. */
export function taskFailureOf(body: unknown): TaskFailure | undefined {
  const result = TaskFailure.safeParse(body);
  return result.success ? result.data : undefined;
}
