import { clusterSecrets } from '../../src/sandbox/stage-clusters.js';
import type { ZduServer } from '../../src/sandbox/zdu/server.js';
import { readyToFinalize, readyToUpgrade } from './clusters.js';
import { eventually } from './eventually.js';
import { openStory, type Story, type StoryOptions } from './story.js';
import { type Thread, threadIn } from './thread.js';

/** People by what they are, in their Slack ids. All but `member` stand in both lists, or in groups of both. */
export const who = {
  operator: 'U1OPERATOR',
  approver: 'U1APPROVER',
  both: 'U1BOTH',
  operatorByGroup: 'U1OPGROUP',
  approverByGroup: 'U1APGROUP',
  member: 'U1MEMBER',
  memberOfDisabledGroup: 'U1FORMER',
  guestOfOneChannel: 'U1SINGLE',
  guestOfManyChannels: 'U1MULTI',
  deactivated: 'U1GONE',
  bot: 'U1ROBOT',
  appUser: 'U1APP',
  workflow: 'U1FLOW',
  connector: 'U1CONN',
  invited: 'U1INVITED',
  stranger: 'U1STRANGER',
  ofAnotherWorkspace: 'U1ELSEWHERE',
} as const;
export type Who = keyof typeof who;
export const everybody = Object.keys(who) as Who[];

/** Why Slack's word about a person rules that person out. */
const outsiders: Partial<Record<Who, object>> = {
  guestOfOneChannel: { is_restricted: true, is_ultra_restricted: true },
  guestOfManyChannels: { is_restricted: true },
  deactivated: { deleted: true },
  bot: { is_bot: true },
  appUser: { is_app_user: true },
  workflow: { is_workflow_bot: true },
  connector: { is_connector_bot: true },
  invited: { is_invited_user: true },
  stranger: { is_stranger: true, team_id: 'T0ELSEWHERE' },
  ofAnotherWorkspace: { team_id: 'T0ELSEWHERE' },
};
const outsiderIds = (Object.keys(outsiders) as Who[]).map((name) => who[name]);

export const groups = { operators: 'S1OPERATORS', approvers: 'S1APPROVERS', disabled: 'S1DISABLED' } as const;

export const lists = {
  operators: [who.operator, who.both, groups.operators, groups.disabled, ...outsiderIds],
  approvers: [who.approver, who.both, groups.approvers, groups.disabled, ...outsiderIds],
};

export const fillWorkspace = ({ slack: { workspace } }: Pick<Story, 'slack'>): void => {
  for (const name of everybody) {
    workspace.addUser({ id: who[name], name: name.toLowerCase(), ...outsiders[name] });
  }
  workspace.addGroup({ id: groups.operators, handle: 'ops', users: [who.operatorByGroup, ...outsiderIds] });
  workspace.addGroup({ id: groups.approvers, handle: 'aps', users: [who.approverByGroup, ...outsiderIds] });
  workspace.addGroup({
    id: groups.disabled,
    handle: 'old',
    users: [who.memberOfDisabledGroup, ...outsiderIds],
    disabled: true,
  });
};

type Action = 'start' | 'cancel' | 'approve' | 'retry';
type Product = 'bitbucket' | 'confluence' | 'jira';

/** A target in the state in which the action is allowed, with a channel of its own. */
export interface Plot {
  readonly target: string;
  readonly product: Product;
  readonly action: Action;
  readonly channel: string;
}

const actionsOf: Record<Product, readonly Action[]> = {
  bitbucket: ['start', 'cancel', 'approve'],
  confluence: ['start', 'cancel', 'approve'],
  jira: ['start', 'cancel', 'approve', 'retry'],
};

const products = Object.keys(actionsOf) as Product[];

/** Every action of every product that has it. */
export const plots: readonly Plot[] = products.flatMap((product) =>
  actionsOf[product].map((action) => {
    const target = `${product}-${action}`;
    return { target, product, action, channel: `C1${target.toUpperCase().replace('-', '')}` };
  }),
);

const setUp: Record<Action, (cluster: ZduServer) => void> = {
  start: () => undefined,
  cancel: (cluster) => readyToUpgrade({ cluster }),
  approve: (cluster) => readyToFinalize({ cluster }),
  retry: (cluster) => {
    readyToFinalize({ cluster });
    cluster.cluster.failFinalization([{ message: 'no index' }]);
  },
};

/** Starts one bot on all plots, with people of every kind in its lists; every action needs approval. */
export async function openRightsStage(options: StoryOptions = {}): Promise<Story> {
  const clusters = Object.fromEntries(plots.map(({ target, product }) => [target, { product, finalizeMs: 5 }]));
  const { before, config, slack, perTarget: given = {}, ...rest } = options;
  const perTarget = Object.fromEntries(plots.map(({ target, channel }) => [target, { channel, ...given[target] }]));
  const story = await openStory({
    clusters,
    perTarget,
    slack: { rateLimits: false, ...slack },
    config: {
      ...lists,
      approval: { actions: ['start', 'cancel', 'approve', 'retry'], expires: '30m' },
      poll: { active: '1s', idle: '1s' },
      ...config,
    },
    ...rest,
    before: (stage) => {
      fillWorkspace(stage);
      for (const { target, channel, action } of plots) {
        stage.slack.workspace.addChannel({ id: channel, name: target });
        setUp[action](clusterOf(stage, target));
      }
      before?.(stage);
    },
  });
  for (const { target, action } of plots) if (action === 'retry') await failTasks(clusterOf(story, target));
  return story;
}

/** Finalizes by the product's own API, past the bot: the upgrade tasks fail. */
async function failTasks({ url, cluster }: ZduServer): Promise<void> {
  const { CLUSTER_TOKEN } = clusterSecrets;
  const headers = { authorization: `Bearer ${CLUSTER_TOKEN}`, 'x-atlassian-token': 'no-check' };
  await fetch(`${url}/rest/api/2/cluster/zdu/approve`, { method: 'POST', headers });
  await eventually('failed upgrade tasks', () => cluster.state() === 'UPGRADE_TASKS_FAILED');
}

function clusterOf(story: Pick<Story, 'targets'>, target: string): ZduServer {
  const cluster = story.targets[target];
  if (cluster === undefined) throw new Error(`no cluster ${target}`);
  return cluster;
}

/** The plot of a target. */
export function plotOf(story: Story, target: string): Played {
  const plot = plots.find((one) => one.target === target);
  if (plot === undefined) throw new Error(`no plot ${target}`);
  return playedOn(story, plot);
}

/** One plot as it is played. */
export interface Played extends Plot, Thread {
  readonly story: Story;
  /** The mutating calls the cluster received, by their last path segment. */
  posts(): string[];
}

export function playedOn(story: Story, plot: Plot): Played {
  const cluster = clusterOf(story, plot.target);
  const before = cluster.posts().length;
  const posts = (): string[] =>
    cluster
      .posts()
      .slice(before)
      .map(({ verb }) => verb);
  return { ...plot, ...threadIn(story.slack, plot.channel), story, posts };
}
