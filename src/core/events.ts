import { z } from 'zod';
import { actionNames, endings, phases, productNames, stageConditions } from './products.js';

const count = z.number().int().nonnegative();
const millis = z.number();

const taskError = z.object({ task: z.string().optional(), message: z.string(), clusterWide: z.boolean() });

/** A node as the timeline keeps it: what changes by the second (users, tasks) is left out. */
const nodeRecord = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  condition: z.enum(['active', 'starting', 'leaving', 'off', 'error', 'finalizing', 'unknown']),
  version: z.string().optional(),
  build: z.string().optional(),
  errors: z.array(taskError),
});

const phase = z.enum(phases);

const stageRecord = z.object({ name: z.string(), status: z.string(), condition: z.enum(stageConditions) });

const failureRecord = z.object({ stage: z.string(), message: z.string(), at: millis.optional() });

/** What decisions about a run in stages rest on. */
const runRecord = z.object({
  release: z.string().optional(),
  started: z.boolean(),
  pause: z.enum(['asked', 'held']).optional(),
  rollbackRequested: z.boolean(),
  failure: failureRecord.optional(),
  stages: z.array(stageRecord),
  firstLogAt: millis.optional(),
  /** WARNING and ERROR lines so far: how many, and a digest of them all. */
  logged: z.object({ lines: count, digest: z.string() }),
});

/** A line of the product's log. `key` tells it from equal lines; a line that is cut says so at its end. */
const logRecord = z.object({
  key: z.string(),
  stage: z.string(),
  level: z.enum(['WARNING', 'ERROR']),
  message: z.string(),
  at: millis.optional(),
});

/** What was seen: the part of an observation that decisions rest on. */
const snapshot = z.object({
  state: z.string(),
  phase,
  mode: z.boolean().optional(),
  originalVersion: z.string().optional(),
  nodes: z.array(nodeRecord),
  run: runRecord.optional(),
});

const uploadedFile = z.object({ id: z.string(), field: z.string(), name: z.string(), size: count });

const requestRecord = z.object({
  id: z.string(),
  action: z.enum(actionNames),
  /** Slack user id of the person who asked. */
  by: z.string(),
  /** As typed; untrusted. */
  reason: z.string().optional(),
  /** The version given with `--to`; untrusted. */
  to: z.string().optional(),
  /** What else was asked for; untrusted. */
  release: z.string().optional(),
  files: z.array(uploadedFile).optional(),
  size: z.string().optional(),
  keep: z.array(z.string()).optional(),
  started: z.boolean().optional(),
  /** It changes nothing; see `ActionProfile.reads`. */
  reads: z.boolean().optional(),
  /** What else the person who decides should know; sentences with untrusted names in them. */
  evidence: z.array(z.string()).optional(),
  seen: snapshot,
  /** Approvals by other people that are needed; 0 when the action may go ahead at once. */
  required: count,
  /** Epoch ms; meaningless when `required` is 0. */
  expiresAt: millis,
  /** Names of the nodes that the action will drop from the cluster. */
  drops: z.array(z.string()),
  /** User and user-group ids to mention. */
  approvers: z.array(z.string()),
  /** Nobody but the asker could approve. */
  nobodyElse: z.boolean(),
});

const warningKind = z.enum([
  'node-error',
  'nodes-off',
  'nodes-left',
  'nodes-disagree',
  'node-restarted',
  'lopsided',
  'tasks-failed',
  'mixed-without-mode',
  'version-path',
  'no-progress',
  'standing',
  'unknown-state',
  'stage-failed',
  'pause-pending',
  'outage',
]);

const runNews = z.enum(['started', 'paused', 'resumed', 'rollback']);

const outcomeResult = z.enum(['done', 'failed', 'not-sent', 'not-done', 'unknown']);

/** Everything that can happen in an upgrade. Adding one makes the compiler list the fold, the words and the card. */
const happening = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('opened'),
    target: z.string(),
    product: z.enum(productNames),
    label: z.string(),
    number: count,
    channel: z.string(),
    /** `noticed`: a run that someone started elsewhere. */
    how: z.enum(['asked', 'noticed']),
    by: z.string().optional(),
    /** The bot had no record of this target at all: an earlier record of this run, if there was one, is gone. */
    firstLook: z.boolean(),
    seen: snapshot,
  }),
  z.object({ type: z.literal('asked'), request: requestRecord }),
  /** `granted`: with this approval the request has all it needs. */
  z.object({ type: z.literal('approved'), request: z.string(), by: z.string(), granted: z.boolean() }),
  z.object({ type: z.literal('rejected'), request: z.string(), by: z.string() }),
  z.object({ type: z.literal('withdrawn'), request: z.string(), by: z.string() }),
  /** What was seen when the request was made no longer holds. `changes` are sentences with untrusted names in them. */
  z.object({ type: z.literal('voided'), request: z.string(), changes: z.array(z.string()) }),
  z.object({ type: z.literal('expired'), request: z.string() }),
  /** Half of the request's time is over: its approvers were called again. */
  z.object({ type: z.literal('reminded'), request: z.string() }),
  /** Written before the call. The call is sent before `sendBy` (epoch ms) or never; it may take `timeoutMs`. */
  z.object({ type: z.literal('begun'), request: z.string(), sendBy: millis, timeoutMs: count }),
  z.object({
    type: z.literal('outcome'),
    request: z.string(),
    result: outcomeResult,
    /** Why, or how it was found out; may hold untrusted text. */
    detail: z.string().optional(),
    /** The answer was lost and the outcome was read from the target. */
    lostAnswer: z.boolean(),
    /** What the target answered, line by line; untrusted. */
    report: z.array(z.string()).optional(),
  }),
  z.object({
    type: z.literal('state'),
    to: z.string(),
    phase,
    /** The run goes back through its stages. */
    back: z.boolean().optional(),
    mode: z.boolean().optional(),
    originalVersion: z.string().optional(),
  }),
  /** A stage has another status. `quiet`: another event tells it; `back`: it is at work to undo what it did. */
  z.object({
    type: z.literal('stage'),
    stage: stageRecord,
    quiet: z.boolean().optional(),
    back: z.boolean().optional(),
  }),
  z.object({ type: z.literal('log'), line: logRecord }),
  /** A stage has logged more WARNING and ERROR lines than are told one by one. */
  z.object({ type: z.literal('log-full'), stage: z.string() }),
  /** Facts of the run: started, paused, rollback asked for, what failed. `news`: what of it no other event tells. */
  z.object({ type: z.literal('run'), run: runRecord, phase, news: z.array(runNews).optional() }),
  z.object({
    type: z.literal('node'),
    change: z.enum(['changed', 'joined', 'left', 'replaced']),
    node: nodeRecord,
    /** The id under which the node was known before (`replaced`), else the same id. */
    wasId: z.string(),
    /** The version before, when it changed. */
    wasVersion: z.string().optional(),
    stateChanged: z.boolean(),
  }),
  z.object({
    type: z.literal('warned'),
    key: z.string(),
    kind: warningKind,
    /** The node, or the state, it is about; untrusted. */
    subject: z.string(),
    /** Cause in the product's own words or figures; untrusted. */
    detail: z.string().optional(),
  }),
  /** `past`: nobody mended it; with the state that was entered it no longer means anything. */
  z.object({ type: z.literal('cleared'), key: z.string(), past: z.boolean().optional() }),
  z.object({ type: z.literal('lost'), detail: z.string(), failures: count }),
  z.object({ type: z.literal('regained'), lostForMs: millis }),
  z.object({ type: z.literal('finished'), how: z.enum(endings) }),
]);

export type Happening = z.infer<typeof happening>;

/** A happening as it stands in the timeline: numbered from 1 without gaps, with its time (epoch ms). */
export type TimelineEvent = Happening & { readonly seq: number; readonly at: number };

export const timelineEvent = z.intersection(happening, z.object({ seq: count, at: millis }));

export type NodeRecord = z.infer<typeof nodeRecord>;
export type StageRecord = z.infer<typeof stageRecord>;
export type RunRecord = z.infer<typeof runRecord>;
export type RunNews = z.infer<typeof runNews>;
export type LogRecord = z.infer<typeof logRecord>;
export type Snapshot = z.infer<typeof snapshot>;
export type RequestRecord = z.infer<typeof requestRecord>;
export type WarningKind = z.infer<typeof warningKind>;
export type OutcomeResult = z.infer<typeof outcomeResult>;
