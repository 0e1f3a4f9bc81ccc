import { Agent, type Dispatcher, fetch as undiciFetch } from 'undici';

/** Whether a request may still be written; asked immediately before it is. */
export type InTime = () => boolean;

const giveUp = new Error('too late to send it');

/**
 * Asks once more when the connection stands. undici calls `onRequestStart` directly before it writes a request, so what
 * is given up there has certainly not reached the other side.
 */
const asking =
  (inTime: InTime): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context) => {
        if (!inTime()) throw giveUp;
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });

/**
 * A maker of `fetch` functions that write a request in time or never: a process that was frozen, or that had to wait for
 * a connection, must not say what another one has said meanwhile. All of them share their connections.
 */
export function fetchesInTime(): (inTime: InTime) => typeof fetch {
  const agent = new Agent();
  return (inTime) => {
    const dispatcher = agent.compose(asking(inTime));
    // Node's fetch is undici's too, of another version: their types differ, what is used of them does not.
    return ((input: string, init: object) => undiciFetch(input, { ...init, dispatcher })) as typeof fetch;
  };
}
