import type { ClockReading, Examination, Examiner } from '../core/checkup.js';
import { asAppError } from '../core/errors.js';
import type { Observation } from '../core/observation.js';
import type { HttpClient } from './http.js';
import type { HttpAnswer } from './http-answer.js';

/** What can be examined of a target's upgrade calls. */
export interface Examined {
  /** One look at the target. @throws AppError */
  read(signal?: AbortSignal): Promise<Observation>;
  /** The path under which the calls are, once that is known. */
  where(): string | undefined;
  /** See `Examination`. */
  readonly inStages?: true;
}

/** `Date` names whole seconds: https://www.rfc-editor.org/rfc/rfc9110#name-date */
const DATE_STEP_MS = 1_000;

function clockOf(answer: HttpAnswer, sentAt: number, receivedAt: number): ClockReading | undefined {
  const theirs = Date.parse(answer.header('date') ?? '');
  return Number.isNaN(theirs) ? undefined : { sentAt, receivedAt, theirs, stepMs: DATE_STEP_MS };
}

/**
 * Examines a target by its upgrade calls, opened anew each time: nothing that was found out before is used.
 * @param open makes the calls over this client
 */
export function makeExaminer(http: HttpClient, open: (http: HttpClient) => Examined): Examiner {
  return {
    async examine(signal) {
      let clock: ClockReading | undefined;
      const get: HttpClient['get'] = async (path, getSignal, limits) => {
        const sentAt = Date.now();
        const answer = await http.get(path, getSignal, limits);
        clock = clockOf(answer, sentAt, Date.now());
        return answer;
      };
      const api = open({ ...http, get });
      const outcome = await outcomeOf(api, signal);
      const where = outcome.ok ? api.where() : undefined;
      return {
        outcome,
        ...(where === undefined ? {} : { where }),
        ...(api.inStages === undefined ? {} : { inStages: api.inStages }),
        ...(clock === undefined ? {} : { clock }),
      };
    },
  };
}

async function outcomeOf(api: Examined, signal: AbortSignal | undefined): Promise<Examination['outcome']> {
  try {
    return { ok: true, seen: await api.read(signal) };
  } catch (error) {
    return { ok: false, failure: asAppError(error) };
  }
}
