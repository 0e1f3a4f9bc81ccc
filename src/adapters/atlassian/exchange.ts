import type { AppError } from '../../core/errors.js';
import type { HttpClient, PostOptions } from '../http.js';
import { type HttpAnswer, jsonOf, requireDone } from '../http-answer.js';

/** Calls to one target, with its refusals already explained. */
export interface Exchange {
  /** Any answer, whatever its status. */
  get(path: string, signal?: AbortSignal): Promise<HttpAnswer>;
  refusalOf(answer: HttpAnswer): AppError | undefined;
  /** @throws AppError for everything but a 2xx with JSON */
  readJson(path: string, signal?: AbortSignal): Promise<unknown>;
  /** Sent once; any 2xx with JSON or without a body counts. @throws AppError with `tookEffect` */
  send(path: string, options: PostOptions): Promise<void>;
}

export function openExchange(http: HttpClient, refusalOf: Exchange['refusalOf']): Exchange {
  const orThrow = (answer: HttpAnswer): HttpAnswer => {
    const refusal = refusalOf(answer);
    if (refusal !== undefined) throw refusal;
    return answer;
  };
  return {
    get: (path, signal) => http.get(path, signal),
    refusalOf,
    readJson: async (path, signal) => jsonOf(orThrow(await http.get(path, signal))),
    send: async (path, options) => requireDone(orThrow(await http.post(path, options))),
  };
}
