import { type AppError, asAppError } from '../../core/errors.js';
import { openRequests } from '../../core/view.js';
import { SlackRefused } from '../failure.js';
import { drawRequest } from './next-message.js';
import { type Posting, refused, write } from './post-message.js';
import { comeBackAt, drawContext, later, placeOf, type Step, sendableFrom } from './publisher-deps.js';
import { gone } from './slack-words.js';

/**
 * Brings the messages of requests up to date, before the thread tells of what changed them. One that was deleted in
 * Slack while its request is open is noted as lost, so that it is posted again: without its buttons nobody could decide.
 * @returns what to do first; undefined when all of them are right, or beyond mending
 */
export async function showRequests(posting: Posting, requests: readonly string[]): Promise<Step | undefined> {
  const { deps, at, shown, context } = posting;
  const { channel } = placeOf(shown, context.view);
  for (const id of requests) {
    const ts = shown.requests.get(id);
    if (ts === undefined) continue;
    try {
      await deps.slack.update({ channel, ts, ...drawRequest(context, id) }, sendableFrom(deps, at));
    } catch (error) {
      const step = await afterFailedEdit(posting, { id, ts }, asAppError(error));
      if (step !== undefined) return step;
    }
  }
  return undefined;
}

/** Another process has taken over: an edit of this one, late, may have covered what that one has shown since. */
export async function showRequestsAnew(posting: Posting, requests: readonly string[]): Promise<void> {
  const { deps, shown } = posting;
  const { target, number } = posting.context.view;
  if (requests.length === 0) return;
  const at = deps.clock.now();
  const context = await drawContext(deps, target, number);
  if (context !== undefined) await showRequests({ deps, at, shown, context }, requests);
}

/** Somebody seems not to find an open request's message: looks by editing it whether it is still there. */
export async function checkRequests(posting: Posting): Promise<Step> {
  const ids = openRequests(posting.context.view).map(({ id }) => id);
  return (await showRequests(posting, ids)) ?? (await write(posting, { check: false }));
}

async function afterFailedEdit(
  posting: Posting,
  request: { readonly id: string; readonly ts: string },
  failure: AppError,
): Promise<Step | undefined> {
  const { deps, shown, context } = posting;
  if (failure.kind === 'store-down') throw failure;
  if (!(failure instanceof SlackRefused)) return later(comeBackAt(deps.clock.now(), failure, shown.failures));
  const { slackError, details } = failure;
  const { target } = context.view;
  deps.log.error({ target, problem: slackError, details }, 'slack refused an edit of a request');
  const open = openRequests(context.view).some(({ id }) => id === request.id);
  if (slackError === 'message_not_found' && open) return await write(posting, { lostRequest: request });
  // The thread's own lines tell of the decision all the same.
  if (gone.includes(slackError) || details.length > 0) return undefined;
  const { channel } = placeOf(shown, context.view);
  return await refused(posting, slackError === 'is_inactive' ? 'is_archived' : slackError, channel);
}
