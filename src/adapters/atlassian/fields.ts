import { z } from 'zod';
import { AppError } from '../../core/errors.js';

/** Texts that decisions rest on: present, and of a length that a person can read. */
export const Text = z.string().min(1).max(200);

/** Ids and build numbers are strings in most versions and numbers in some. */
export const TextOrNumber = z.union([Text, z.number().transform(String)]);

/** A name or version: any text, empty when there is none; an odd label must not stop the watch, so a long one is cut. */
export const Label = z
  .string()
  .nullish()
  .transform((label) => (label ? [...label].slice(0, 200).join('') : undefined));

/**
 * What is shown but decides nothing is left out when it is not as expected, so that a changed detail in a new version
 * does not blind the bot in the middle of an upgrade.
 */
export const Shown = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);

/** @throws AppError `bad-body` naming the fields, never their values */
export function readAs<T extends z.ZodType>(type: T, body: unknown, what: string): z.infer<T> {
  const result = type.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'the whole');
  throw new AppError('bad-body', `The ${what} is not as the product documents it: ${where.join(', ')}`);
}
