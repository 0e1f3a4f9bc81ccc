import type { ActionName } from '../../core/products.js';
import type { HttpClient, PostContent, PostOptions, ReadLimits } from '../http.js';
import { type HttpAnswer, jsonOf, requireDone } from '../http-answer.js';
import { codeOf, jsonValuesOf, NO_UPGRADE, refusalOf } from './answers.js';
import { isObject, unwrapped } from './messages.js';
import {
  type Diff,
  type DiffSummary,
  diffOf,
  eventsOf,
  type Progress,
  progressOf,
  resourceOf,
  type StageEvent,
  summaryOf,
  type UpgradeResource,
  type ValidationError,
  validationErrorsOf,
} from './schema.js';

export const upgradePath = '/product/upgrade';
export const uploadPath = `${upgradePath}/upload`;
export const streamPath = `${upgradePath}/events`;

/** Answers that hold a whole release's configs, or the log of a whole run. */
const bulky: ReadLimits = { maxBytes: 64_000_000 };
/** Comparing everything takes the product a while. */
const diffLimits: ReadLimits = { ...bulky, timeoutMs: 120_000 };

/** Actions that are one POST without an answer. */
const postPaths: Readonly<Partial<Record<ActionName, string>>> = {
  start: `${upgradePath}/start`,
  pause: `${upgradePath}/pause`,
  retry: `${upgradePath}/retry`,
  continue: `${upgradePath}/continue`,
  rollback: `${upgradePath}/rollback`,
  complete: `${upgradePath}/complete`,
  abandon: `${upgradePath}/abandon`,
};

/**
 * The flag has to be form-encoded: in a JSON body it would be ignored without a word, and a running upgrade abandoned
 * (grpc-gateway, "Mapping of gRPC to HTTP": without a body binding only form and query values are read).
 */
export const onlyUnstarted: PostContent = {
  type: 'application/x-www-form-urlencoded',
  body: 'checkUnstarted=True',
  length: 'checkUnstarted=True'.length,
};

/** The calls of the published page "Upgrade API", apart from creation, preflight checks and the stream. */
export interface UpgradeCalls {
  /** Undefined when no upgrade has been created. @throws AppError */
  progress(signal?: AbortSignal): Promise<Progress | undefined>;
  /** @throws AppError */
  events(signal?: AbortSignal): Promise<readonly StageEvent[]>;
  /** @param timeoutMs left out by looks, which it is not worth holding up for longer. @throws AppError */
  resource(signal?: AbortSignal, timeoutMs?: number): Promise<UpgradeResource>;
  /** @throws AppError */
  validation(timeoutMs: number, signal?: AbortSignal): Promise<readonly ValidationError[]>;
  /** @throws AppError */
  diff(signal?: AbortSignal): Promise<Diff>;
  /** @throws AppError */
  summary(signal?: AbortSignal): Promise<DiffSummary>;
  /** @throws AppError with `tookEffect` */
  post(action: ActionName, options: PostOptions): Promise<void>;
}

function orThrow(answer: HttpAnswer): HttpAnswer {
  const refusal = refusalOf(answer);
  if (refusal !== undefined) throw refusal;
  return answer;
}

export function openCalls(http: HttpClient): UpgradeCalls {
  const read = async (path: string, signal?: AbortSignal, limits?: ReadLimits): Promise<HttpAnswer> =>
    orThrow(await http.get(`${upgradePath}${path}`, signal, limits));

  return {
    async progress(signal) {
      const answer = await http.get(`${upgradePath}/progress`, signal);
      if (codeOf(answer) === NO_UPGRADE) return undefined;
      return progressOf(jsonOf(orThrow(answer)));
    },
    events: async (signal) => eventsOf(jsonValuesOf(await read('/events/stages', signal, bulky))),
    resource: async (signal, timeoutMs) =>
      resourceOf(jsonOf(await read('', signal, timeoutMs === undefined ? bulky : { ...bulky, timeoutMs }))),
    validation: async (timeoutMs, signal) =>
      validationErrorsOf(jsonOf(await read('/validation', signal, { ...bulky, timeoutMs }))),
    diff: async (signal) => diffOf(jsonOf(await read('/diff', signal, diffLimits))),
    summary: async (signal) => summaryOf(jsonOf(await read('/diff/summary', signal, diffLimits))),
    async post(action, options) {
      const path = postPaths[action];
      if (path === undefined) throw new Error(`${action} is no call of its own`);
      requireDone(orThrow(await http.post(path, options)));
    },
  };
}

/** Whether one frame of the stream tells of an event; a frame may hold several values, one a line. */
export function tellsOfEvents(values: readonly unknown[]): boolean {
  return values.some((value) => {
    const body = unwrapped(value);
    return isObject(body) && Array.isArray(body.events) && body.events.length > 0;
  });
}
