import type { Done } from '../control/shown.js';
import type { ClickOutcome, Outcome } from '../slack/outcomes.js';
import { plainText } from '../slack/plain-text.js';
import type { SlackServer } from '../slack/server.js';
import { waitUntil } from '../wait-until.js';

/** An accepted command's answer waits up to 5 s for the link to its thread. */
const ANSWER_WITHIN_MS = 7_000;

/** Answers to a mention and to a press come late, or not at all when the bot is down. */
async function answersTo(answers: Outcome['answers'], expected: number): Promise<ReturnType<Outcome['answers']>> {
  const deadline = performance.now() + ANSWER_WITHIN_MS;
  const some = () => (answers().length >= expected || performance.now() > deadline ? answers() : undefined);
  return await waitUntil(some, { what: 'an answer', withinMs: ANSWER_WITHIN_MS * 2 });
}

/** What came of an act. @param expected how many answers to wait for, a few seconds */
export async function doneOf(slack: SlackServer, outcome: Outcome | ClickOutcome, expected: number): Promise<Done> {
  const { ackedMs, failed, shown, ackBody } = outcome;
  const answers = failed === undefined ? await answersTo(outcome.answers, expected) : [];
  const errors = errorsIn(ackBody);
  return {
    ackedMs: Math.round(ackedMs),
    ...(failed === undefined ? {} : { failed }),
    ...(shown === undefined ? {} : { shown }),
    answers: answers.map((answer) => plainText(answer, slack.nameOf)),
    ...(errors === undefined ? {} : { errors }),
  };
}

/** Faults that the bot found in a form. Source: https://docs.slack.dev/surfaces/modals#displaying_errors */
function errorsIn(ackBody: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof ackBody !== 'object' || ackBody === null || !('errors' in ackBody)) return undefined;
  return Object.fromEntries(Object.entries(ackBody.errors ?? {}).map(([block, words]) => [block, String(words)]));
}
