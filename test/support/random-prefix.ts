import { randomUUID } from 'node:crypto';

/** A key prefix that no other test uses. */
export function randomPrefix(): string {
  return `t-${randomUUID()}`;
}
