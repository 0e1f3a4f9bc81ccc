import type { IncomingHttpHeaders } from 'node:http';
import type { Answerer } from './balancer.js';
import { type Cluster, pictureOf } from './cluster.js';
import type { Reply } from './faults.js';
import { type Call, mutating, type Verb } from './routes.js';
import { approve, cancel, type Refusal, retryFinalization, start } from './rules.js';

export type SandboxAuth = { readonly token: string } | { readonly username: string; readonly password: string };

/** How a product that runs as a single node says so. */
export interface NotClustered {
  readonly status: 401 | 403;
  readonly where: 'body' | 'header';
}

export interface AnswerContext {
  readonly cluster: Cluster;
  readonly auth: SandboxAuth | undefined;
  readonly notClustered: NotClustered | undefined;
  /** False: the login is known and has no rights. */
  readonly allowed: boolean;
}

export interface Answer extends Reply {
  readonly acted?: boolean;
}

const notClusteredPhrase = 'This resource is only available on a clustered installation.';

function expectedAuthorization(auth: SandboxAuth): string {
  if ('token' in auth) return `Bearer ${auth.token}`;
  return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

function plain(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

function refusal(context: AnswerContext, status: number, message: string, headers: Record<string, string> = {}): Reply {
  return json(status, context.cluster.product.errorBody(status, message), headers);
}

/** Refusals that come before the call itself is looked at. */
function gate(context: AnswerContext, call: Call, method: string, headers: IncomingHttpHeaders): Reply | undefined {
  const { auth, notClustered } = context;
  const challenge = { 'www-authenticate': `Basic realm="${context.cluster.product.label}"` };
  if (auth !== undefined && headers.authorization !== expectedAuthorization(auth)) {
    return refusal(context, 401, 'Client must be authenticated to access this resource.', challenge);
  }
  if (!context.allowed) return refusal(context, context.cluster.product.forbidden, 'You are not permitted to do this.');
  if (call.verb === 'other') return refusal(context, 404, 'No resource at this path.');
  if (method !== (mutating.includes(call.verb) ? 'POST' : 'GET')) return refusal(context, 405, 'Method not allowed.');
  if (method === 'POST' && headers['x-atlassian-token'] !== 'no-check') return plain(403, 'XSRF check failed');
  return notClustered === undefined ? undefined : single(context, call, notClustered);
}

/** How a product that runs as a single node says so. */
function single(context: AnswerContext, call: Call, notClustered: NotClustered): Reply | undefined {
  const { notClusteredStatus } = context.cluster.product;
  if (notClusteredStatus !== undefined) {
    return call.verb === 'state' ? undefined : refusal(context, notClusteredStatus, 'Not available without a cluster.');
  }
  if (notClustered.where === 'body') return refusal(context, notClustered.status, notClusteredPhrase);
  return refusal(context, notClustered.status, '', { 'www-authenticate': notClusteredPhrase });
}

const actions: Readonly<Record<string, (cluster: Cluster) => Refusal>> = {
  start,
  cancel,
  approve,
  retry: retryFinalization,
};

function change(context: AnswerContext, verb: Verb, answerer: Answerer): Answer {
  const { cluster } = context;
  const refused = actions[verb]?.(cluster);
  if (refused !== undefined) return refusal(context, 409, refused);
  const { product } = cluster;
  const { done, emptyAnswers, overview } = product.wire;
  const status = done[verb] ?? 200;
  const reply = emptyAnswers ? plain(status, '') : json(status, overview(product, pictureOf(cluster), answerer.nodeId));
  return { ...reply, acted: true };
}

/** What the cluster answers to a call that reached the node `answerer`; changes the cluster when the call does. */
export function answerCall(
  context: AnswerContext,
  call: Call,
  request: { readonly method: string; readonly headers: IncomingHttpHeaders },
  answerer: Answerer,
): Answer {
  if (call.verb === 'status') return json(200, { state: 'RUNNING' });
  const refused = gate(context, call, request.method, request.headers);
  if (refused !== undefined) return refused;
  const { product } = context.cluster;
  const { nodeId, picture } = answerer;
  if (mutating.includes(call.verb)) return change(context, call.verb, answerer);
  if (call.verb === 'state') return json(200, product.wire.state(product, picture, nodeId));
  if (call.verb === 'overview') return json(200, product.wire.overview(product, picture, nodeId));
  const node = picture.nodes.find((one) => one.id === call.nodeId);
  if (node === undefined) return refusal(context, 404, 'No node with that id.');
  return json(200, product.wire.node(product, picture, node, nodeId));
}
