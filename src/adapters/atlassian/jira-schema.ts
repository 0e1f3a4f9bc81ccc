import { z } from 'zod';
import { AppError } from '../../core/errors.js';
import { Label, readAs, Shown, Text, TextOrNumber } from './fields.js';

/**
 * `GET /rest/api/2/cluster/zdu/state`. This and the schema below are part of the specification
 * (https://dac-static.atlassian.com/server/jira/platform/jira_software_dc_10003_swagger.v3.json, group "cluster").
 */
const ClusterState = z.object({
  state: Text,
  /** The build of the node that answered. */
  build: Shown(z.object({ version: Shown(Text) })),
});

const NodeBean = z.object({
  nodeId: TextOrNumber,
  state: Text,
  // Whether the node has a heartbeat. It decides together with `state`, so an odd value must not pass as true.
  alive: z.boolean().nullish(),
  nodeVersion: Label,
  nodeBuildNumber: Shown(TextOrNumber),
  ip: Shown(Text),
});

// The node that answers is always in the list: an empty one is a cluster that is still coming up.
const Nodes = z.array(NodeBean).min(1);

export type ClusterState = z.infer<typeof ClusterState>;
export type NodeBean = z.infer<typeof NodeBean>;

/** @throws AppError `bad-body` naming the fields, never their values */
export function clusterStateOf(body: unknown): ClusterState {
  return readAs(ClusterState, body, 'cluster state');
}

/**
 * `GET /rest/api/2/cluster/nodes`: an array, although the specification says one object; both are read.
 * @throws AppError `bad-body`
 */
export function nodeBeansOf(body: unknown): readonly NodeBean[] {
  const nodes = readAs(Nodes, Array.isArray(body) ? body : [body], 'list of nodes');
  if (new Set(nodes.map((node) => node.nodeId)).size === nodes.length) return nodes;
  throw new AppError('bad-body', 'The list of nodes has two nodes with one id');
}
