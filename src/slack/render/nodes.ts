import type { NodeCondition } from '../../core/products.js';
import { type Block, bullets } from './blocks.js';
import { bold, code, joinLines, type Line, line, text } from './leaves.js';
import { moment } from './times.js';

/** A node as the card and the answers show it. Name, state and version are untrusted. */
export interface NodeRow {
  readonly name: string;
  readonly state: string;
  readonly condition: NodeCondition;
  readonly words: string;
  readonly version?: string;
  readonly upgraded: boolean;
  readonly users?: number;
  readonly tasks?: number;
  /** When it entered its state (epoch ms). */
  readonly since?: number;
}

/** With more nodes than this, nodes in the same state on the same version share a row. */
const MAX_ROWS = 12;

/** All nodes, one row each or, when there are many, one row per state and version. */
export function nodesBlock(nodes: readonly NodeRow[]): Block {
  if (nodes.length === 0) return bullets([line`The target reports no node.`], bold('Nodes'));
  const title = bold(`Nodes (${nodes.length})`);
  return bullets(nodes.length > MAX_ROWS ? groupRows(nodes) : nodes.map(nodeLine), title);
}

/** "conf-1: ACTIVE (serving users), 9.2.21 (upgraded), 40 active users, 2 running tasks, since today at 14:05" */
export function nodeLine(node: NodeRow): Line {
  const since = node.since === undefined ? [] : line`since ${moment(node.since)}`;
  const parts = [line`${code(node.state, 60)} (${node.words})`, versionWords(node), ...gaugeWords([node]), since];
  return line`${bold(node.name, 60)}: ${joinLines(parts, ', ')}`;
}

function versionWords({ version, upgraded }: NodeRow): Line {
  if (version === undefined) return line`version not reported`;
  return line`${text(version, 40)}${upgraded ? line` ${bold('upgraded')}` : []}`;
}

/** Users and tasks of these nodes together, as far as they are reported. */
function gaugeWords(nodes: readonly NodeRow[]): Line[] {
  const users = nodes.flatMap((node) => node.users ?? []);
  const tasks = nodes.flatMap((node) => node.tasks ?? []);
  return [
    users.length === 0 ? [] : line`${counted(sum(users), 'active user')}`,
    tasks.length === 0 ? [] : line`${counted(sum(tasks), 'running task')}`,
  ];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** "1 node", "3 nodes" */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Names in a group that are written out. */
const NAMES_SHOWN = 8;

function groupRows(nodes: readonly NodeRow[]): Line[] {
  const groups = new Map<string, NodeRow[]>();
  for (const node of nodes) {
    const key = JSON.stringify([node.state, node.version]);
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return [...groups.values()].map(groupLine);
}

function groupLine(nodes: readonly NodeRow[]): Line {
  const [first] = nodes;
  if (first === undefined) return [];
  const latest = Math.max(...nodes.map((node) => node.since ?? 0));
  const parts = [versionWords(first), ...gaugeWords(nodes), latest === 0 ? [] : line`last change ${moment(latest)}`];
  const head = line`${bold(counted(nodes.length, 'node'))} ${code(first.state, 60)} (${first.words}), `;
  return line`${head}${joinLines(parts, ', ')}: ${namesOf(
    nodes.map((node) => node.name),
    NAMES_SHOWN,
  )}`;
}

/** Names with commas; those beyond `max` are counted. `length` is in code points. */
export function namesOf(names: readonly string[], max: number, length = 60): Line {
  const shown = names.slice(0, max).map((name) => text(name, length));
  const rest = names.length - shown.length;
  return joinLines(rest > 0 ? [...shown, line`and ${rest} more`] : shown, ', ');
}
