import { onTestFinished } from 'vitest';
import type { AdapterConfig } from '../../src/adapters/registry.js';
import type { CheckGroup, Problem } from '../../src/core/checkup.js';
import { isProblem } from '../../src/core/checkup.js';
import type { TargetSettings } from '../../src/core/ports.js';
import { type SlackServer, startSlack } from '../../src/sandbox/slack/server.js';
import type { SlackOptions } from '../../src/sandbox/slack/settings.js';
import type { ZduOptions } from '../../src/sandbox/zdu/server.js';
import { makeDoctor } from '../../src/service/doctor.js';
import { readPeople } from '../../src/slack/in/people.js';
import { slackClient } from '../../src/slack/out/client.js';
import { examineSlack } from '../../src/slack/out/examine-slack.js';
import { examineStore } from '../../src/store/examine-store.js';
import type { Patience } from '../../src/store/redis.js';
import { openZdu } from '../contract/zdu-harness.js';
import { minutes } from './builders.js';
import { capturedLog } from './captured-log.js';
import { openStore } from './store.js';
import { warnSettings } from './watched.js';

interface ExaminedOptions {
  readonly slack?: SlackOptions;
  readonly cluster?: ZduOptions;
  readonly adapter?: Partial<AdapterConfig>;
  readonly settings?: Partial<TargetSettings>;
  /** Another Redis than the shared one. */
  readonly redisUrl?: string;
  readonly patience?: Patience;
}

const wiki: TargetSettings = {
  name: 'wiki',
  channel: 'C0OPS',
  operators: ['U0ALICE'],
  approvers: ['S0APPROVERS'],
  approval: { actions: [], required: 1, expiresMs: minutes(30) },
  poll: { activeMs: 5_000, idleMs: 60_000 },
  warn: warnSettings,
};

function populate({ workspace }: SlackServer): void {
  for (const name of ['alice', 'bob', 'carol']) workspace.addUser({ id: `U0${name.toUpperCase()}`, name });
  workspace.addUser({ id: 'U0GUEST', name: 'guest', is_restricted: true });
  workspace.addGroup({ id: 'S0APPROVERS', handle: 'approvers', users: ['U0ALICE', 'U0BOB', 'U0CAROL'] });
  workspace.addChannel({ id: 'C0OPS', name: 'ops' });
}

/** A workspace, a store and a cluster that are set up well, until the test changes them, and what examining them finds. */
export async function examined(options: ExaminedOptions = {}) {
  const slack = await startSlack({ rateLimits: false, ...options.slack });
  populate(slack);
  const { product, adapter, stop } = await openZdu(options.cluster, options.adapter);
  const { redisUrl, patience = 'patient' } = options;
  const store = openStore({ patience, ...(redisUrl === undefined ? {} : { url: redisUrl }) });
  onTestFinished(async () => {
    store.close();
    await stop();
    await slack.stop();
  });
  const client = slackClient({ token: slack.botToken, apiUrl: slack.apiUrl, logger: capturedLog(), timeoutMs: 1000 });
  const people = readPeople({ client, teamId: slack.teamId, maxAgeMs: 0, clock: Date });
  const settings = { ...wiki, ...options.settings };
  const doctor = makeDoctor({
    targets: { wiki: settings },
    slack: examineSlack(client, people.person),
    store: examineStore(store.redis, store.keys),
    examinerOf: () => adapter.examiner,
    clock: Date,
  });
  const look = () => doctor(['wiki']);
  return {
    slack,
    cluster: product,
    store,
    look,
    /** The problems of groups of this kind. */
    problems: async (kind: CheckGroup['kind']): Promise<Problem[]> =>
      (await look()).filter((group) => group.kind === kind).flatMap(({ checks }) => checks.filter(isProblem)),
  };
}
