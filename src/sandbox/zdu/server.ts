import type { IncomingMessage, ServerResponse } from 'node:http';
import { begunOf, recordReset, toldOf } from '../product-traffic.js';
import { noRecorder, type OpenEntry, type Recorder } from '../traffic.js';
import { type Answer, answerCall, type NotClustered, type SandboxAuth } from './answer.js';
import { createBalancer } from './balancer.js';
import { type Cluster, createCluster, watchedCluster } from './cluster.js';
import { clusterControls } from './controls.js';
import { badGatewayPage, createFaults, type Effect, malform } from './faults.js';
import { createLifeCycle, type LifeCycleTimings } from './life-cycle.js';
import { startListener } from './listener.js';
import { type ZduProduct, type ZduProductName, zduProducts } from './product.js';
import { createRequestLog, type LoggedRequest } from './request-log.js';
import { type Layout, mutating, routeOf } from './routes.js';

export interface ZduOptions {
  readonly product?: ZduProductName;
  readonly port?: number;
  /** The one layout that the cluster answers; the others are 404. Of products that have several. */
  readonly layout?: Layout;
  /** Like `/wiki`. */
  readonly contextPath?: string;
  /** Without it every request is let in. */
  readonly auth?: SandboxAuth;
  /** False: the login is right but has no rights. */
  readonly allowed?: boolean;
  /** How many nodes, or their names. */
  readonly nodes?: number | readonly string[];
  readonly version?: string;
  /** What `upgradeNode` installs unless told otherwise. */
  readonly targetVersion?: string;
  readonly clustered?: boolean;
  readonly notClustered?: NotClustered;
  /** How long upgrade tasks run, in milliseconds; `Infinity` waits for `cluster.finishFinalization()`. */
  readonly finalizeMs?: number;
  readonly timings?: Partial<LifeCycleTimings>;
  /** Under which name people know it, for the record of its traffic. */
  readonly name?: string;
  /** Every request is written down there. */
  readonly recorder?: Recorder;
  /** Called after every change of the cluster. */
  readonly changed?: () => void;
}

function nodeNames(nodes: number | readonly string[], prefix: string): readonly string[] {
  if (typeof nodes !== 'number') return nodes;
  return Array.from({ length: nodes }, (_, index) => `${prefix}-${index}`);
}

async function waitFor(effects: readonly Effect[], kind: 'wait' | 'wait-after'): Promise<void> {
  for (const effect of effects) {
    if (effect.kind === kind) await effect.until();
  }
}

const noNode: Answer = { status: 503, headers: { 'content-type': 'text/html' }, body: badGatewayPage };

/** What is to be sent after the faults had their say; `cut` destroys the connection, `silence` leaves it open. */
function spoil(answer: Answer, effects: readonly Effect[]): Answer | 'cut' | 'silence' {
  let body = answer.body;
  for (const effect of effects) {
    if (effect.kind === 'malform') body = malform(body, effect.how);
    if (effect.kind !== 'lose') continue;
    if (effect.how !== '502') return effect.how;
    return { ...noNode, status: 502 };
  }
  return { ...answer, body };
}

/** One request on its way: what the log and the record of the traffic keep of it. */
interface UnderWay {
  readonly entry: LoggedRequest;
  readonly open: OpenEntry;
}

function send(response: ServerResponse, { entry, open }: UnderWay, answer: Answer | 'cut' | 'silence'): void {
  const carriedOut = mutating.includes(entry.verb) ? entry.acted : undefined;
  open.end({ carriedOut, ...toldOf(answer) });
  if (answer === 'silence') return;
  if (answer === 'cut') {
    response.socket?.destroy();
    return;
  }
  entry.status = answer.status;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
  response.end(answer.body);
}

function clusterFor(options: ZduOptions, product: ZduProduct, version: string): Cluster {
  const { finalizeMs = 50, nodes = 3, changed = () => undefined } = options;
  return watchedCluster(createCluster({ product, version, finalizeMs }, nodeNames(nodes, product.nodePrefix)), changed);
}

/**
 * Starts a Data Center cluster's rolling-upgrade API behind a load balancer, on loopback.
 * The rules are those of the products' public pages ("Upgrade … without downtime" and its API page).
 */
export async function startZdu(options: ZduOptions = {}) {
  const product: ZduProduct = zduProducts[options.product ?? 'confluence'];
  const { version = product.version, targetVersion = product.targetVersion, contextPath = '', auth } = options;
  const layout = options.layout ?? '/rest/zdu';
  const { name = product.nodePrefix, recorder = noRecorder } = options;
  const cluster = clusterFor(options, product, version);
  const lifeCycle = createLifeCycle(cluster, { stopMs: 30, offlineMs: 30, startMs: 30, ...options.timings });
  const balancer = createBalancer(cluster);
  const faults = createFaults();
  const log = createRequestLog();
  const single = options.notClustered ?? { status: 403, where: 'body' };
  const notClustered = options.clustered === false ? single : undefined;
  const context = { cluster, auth, notClustered, allowed: options.allowed ?? true };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
    const call = routeOf(pathname, contextPath, (path) => product.wire.route(path, layout));
    const entry = log.add(request, call.verb);
    const underWay = { entry, open: recorder.begin(begunOf(name, entry)) };
    request.resume();
    const effects = faults.take(call.verb);
    await waitFor(effects, 'wait');
    if (effects.some((effect) => effect.kind === 'drop')) return send(response, underWay, 'cut');
    const given = effects.find((effect) => effect.kind === 'reply');
    if (given !== undefined) return send(response, underWay, given.reply);
    const answerer = balancer.next();
    const method = request.method ?? 'GET';
    const answer =
      answerer === undefined ? noNode : answerCall(context, call, { method, headers: request.headers }, answerer);
    entry.acted = answer.acted ?? false;
    await waitFor(effects, 'wait-after');
    send(response, underWay, spoil(answer, effects));
  }

  const listener = await startListener(
    (request, response) => {
      handle(request, response).catch((error: unknown) => {
        const entry = log.add(request, 'other');
        const underWay = { entry, open: recorder.begin(begunOf(name, entry)) };
        send(response, underWay, { status: 500, headers: {}, body: String(error) });
      });
    },
    options.port,
    () => recordReset(recorder, name),
  );
  return {
    /** What people call the product. */
    title: `${product.label} Data Center`,
    product: options.product ?? 'confluence',
    isUp: listener.isUp,
    url: `http://127.0.0.1:${listener.port}${contextPath}`,
    auth,
    version,
    targetVersion,
    requests: log.requests as readonly LoggedRequest[],
    /** Everything but GET, in order. */
    posts: (): readonly LoggedRequest[] => [...log.posts],
    cluster: clusterControls(cluster, lifeCycle, targetVersion),
    faults: {
      ...faults,
      down: listener.down,
      up: listener.up,
      answersFrom: balancer.answersFrom,
      stale: balancer.stale,
    },
    async stop(): Promise<void> {
      lifeCycle.stop();
      clearTimeout(cluster.timer);
      await listener.stop();
    },
  };
}

export type ZduServer = Awaited<ReturnType<typeof startZdu>>;
