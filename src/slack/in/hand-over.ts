import type { Shown } from '../../core/answers.js';
import { asAppError } from '../../core/errors.js';
import { fileComment, findingsAnswer } from '../render/findings.js';
import type { Rendered } from '../render/message.js';
import type { Desk } from './serve.js';

/**
 * Answers with what a target said. What is too long for an answer goes as a file to the person who asked; where that
 * fails, the answer says so.
 */
export async function handOver(
  { privately, logger }: Pick<Desk, 'privately' | 'logger'>,
  shown: Extract<Shown, { kind: 'findings' }>,
  user: string,
): Promise<Rendered> {
  const { target, findings } = shown;
  if (findings.file === undefined) return findingsAnswer(shown);
  try {
    await privately.send(user, findings.file, fileComment(shown));
    return findingsAnswer(shown);
  } catch (error) {
    const { message } = asAppError(error);
    logger.warn({ user, target, detail: message }, 'a file could not be sent to the person who asked');
    return findingsAnswer(shown, message);
  }
}
