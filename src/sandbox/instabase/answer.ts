import type { IncomingHttpHeaders } from 'node:http';
import { diffBody, envelope, eventsBody, progressBody, summaryBody, upgradeBody, validationBody } from './bodies.js';
import { type CreationSettings, createResource } from './creation.js';
import type { Dialect } from './dialect.js';
import type { Engine } from './engine.js';
import { flagIn } from './form.js';
import { type Code, httpStatusOf, refusalBody } from './refusals.js';
import { type Diff, diffOf, type ValidationError } from './resource.js';
import type { Call, Verb } from './routes.js';
import { type ActionVerb, actionVerbs, perform, type Refusal } from './rules.js';
import { isTerminal } from './stages.js';
import type { Manager, Upgrade } from './upgrade.js';
import type { FormField, Upload } from './upload.js';
import type { Waits } from './waits.js';

/** Outcome of a preflight check, or why it cannot be performed. */
export type Preflight = { readonly note: string; readonly ok: boolean } | { readonly error: string };

/** What checks and comparisons will find; may be changed at any time. */
export interface Findings {
  readonly preflights: Record<string, Preflight>;
  validationErrors: readonly ValidationError[];
  /** Undefined: one made from the resource. */
  diff: Diff | undefined;
}

export interface AnswerContext {
  readonly manager: Manager;
  readonly engine: Engine;
  readonly dialect: Dialect;
  readonly waits: Waits;
  readonly findings: Findings;
  readonly creation: CreationSettings;
  readonly token: string;
  /** False: the token is right but has no rights. */
  readonly allowed: boolean;
  /** Milliseconds. */
  createMs: number;
  validateMs: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Why the call was not carried out. */
  readonly refusal?: string;
}

/** What was read from the request's body; of a creation either an upload or why it could not be read. */
export interface Received {
  readonly fields: readonly FormField[];
  readonly upload?: Upload | { readonly error: string };
}

const json = (status: number, body: object): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

function refuse({ dialect }: AnswerContext, code: Code, message: string): Answer {
  return { ...json(httpStatusOf(code, dialect), refusalBody(code, message, dialect)), refusal: message };
}

function inEnvelope({ dialect }: AnswerContext, data: object | null, error: string | null): Answer {
  const statusCode = error === null ? 200 : 500;
  const status = dialect.envelopeStatus === 'same' ? statusCode : 200;
  return { ...json(status, envelope(statusCode, data, error)), ...(error === null ? {} : { refusal: error }) };
}

/** Refusals that come before the call itself is looked at. Only the header `Token` counts. */
export function gate(
  context: AnswerContext,
  call: Call | undefined,
  method: string | undefined,
  headers: IncomingHttpHeaders,
): Answer | undefined {
  const { token } = headers;
  if (token === undefined) return refuse(context, 16, 'token is missing');
  if (token !== context.token) return refuse(context, 16, 'invalid token');
  if (!context.allowed) return refuse(context, 7, 'permission denied');
  if (call === undefined) return refuse(context, 5, 'Not Found');
  if (method !== call.method) return refuse(context, 12, 'Method Not Allowed');
  return undefined;
}

function preflight(context: AnswerContext, id: string): Answer {
  const { preflights } = context.findings;
  const found = Object.hasOwn(preflights, id) ? preflights[id] : undefined;
  const outcome = found ?? { error: `unknown preflight check: ${id}` };
  if ('error' in outcome) return inEnvelope(context, { note: '', ok: false }, outcome.error);
  return inEnvelope(context, { note: outcome.note, ok: outcome.ok }, null);
}

async function create(context: AnswerContext, { upload }: Received): Promise<Answer> {
  const { manager, creation, waits, createMs } = context;
  if (upload === undefined || 'error' in upload) {
    return inEnvelope(context, null, `CreateUpgrade failed: ${upload?.error ?? 'no upload'}`);
  }
  const error = await createResource(manager, upload, creation, () => waits.wait('create', createMs));
  return inEnvelope(context, null, error ?? null);
}

async function validate({ waits, findings, manager, validateMs }: AnswerContext, upgrade: Upgrade) {
  await waits.wait('validate', validateMs);
  const incomplete = { configName: 'Database Migration', error: 'Could not find job-dbmigrate in base configs.' };
  const errors = upgrade.partial ? [incomplete] : findings.validationErrors;
  upgrade.validated = errors.length === 0;
  manager.changed();
  return errors;
}

/** The reads that show the resource need one that has not ended; the others show the last run for good. */
const needLive: readonly Verb[] = ['validate', 'diff', 'summary'];

async function read(context: AnswerContext, verb: Verb): Promise<Answer> {
  const { manager, dialect, findings } = context;
  const { upgrade } = manager;
  if (upgrade === undefined) return refuse(context, 5, 'no upgrade found');
  if (needLive.includes(verb) && isTerminal(upgrade.current)) return refuse(context, 9, 'no current upgrade');
  const diff = findings.diff ?? diffOf(upgrade.resource);
  if (verb === 'show') return json(200, upgradeBody(upgrade, dialect));
  if (verb === 'progress') return json(200, progressBody(upgrade, dialect));
  if (verb === 'events') return json(200, eventsBody([...upgrade.stages.values()], dialect));
  if (verb === 'diff') return json(200, diffBody(diff, dialect));
  if (verb === 'summary') return json(200, summaryBody(diff, dialect));
  return json(200, validationBody(await validate(context, upgrade), dialect));
}

function act(context: AnswerContext, verb: ActionVerb, fields: readonly FormField[]): Answer {
  const { manager, engine, dialect } = context;
  const checkUnstarted = flagIn(fields, 'checkUnstarted', 'check_unstarted');
  const unreadable: Refusal = { code: 3, message: 'parsing field "checkUnstarted": invalid syntax' };
  const refused = checkUnstarted === undefined ? unreadable : perform(manager, engine, verb, checkUnstarted);
  if (refused !== undefined) return refuse(context, refused.code, refused.message);
  return dialect.emptyAnswers === 'braces' ? json(200, {}) : { ...json(200, {}), body: '' };
}

const isAction = (verb: Verb): verb is ActionVerb => actionVerbs.includes(verb as ActionVerb);

/** Carries out a call that the gate let in. A change that takes no time is made before this returns its promise. */
export async function answerCall(context: AnswerContext, call: Call, received: Received): Promise<Answer> {
  const { verb, id = '' } = call;
  if (isAction(verb)) return act(context, verb, received.fields);
  if (verb === 'create') return create(context, received);
  if (verb === 'preflight') return preflight(context, id);
  if (verb === 'stream') return { status: 426, headers: { upgrade: 'websocket', connection: 'upgrade' }, body: '' };
  return read(context, verb);
}
