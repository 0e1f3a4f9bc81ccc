import type { People, Person } from '../../core/access.js';
import type { Refusal } from '../../core/answers.js';
import { asAppError } from '../../core/errors.js';

/** Who typed or pressed, as the payload says. */
export interface Claimed {
  readonly userId: string;
  /** The person's workspace; undefined when the payload does not say. */
  readonly teamId: string | undefined;
}

export type Caller = { ok: true; person: Person } | { ok: false; refusal: Refusal };

/** The bot's workspace and, in an Enterprise organization, the organization. */
export interface Home {
  readonly teamId: string;
  readonly enterpriseId?: string;
}

/**
 * The one check that every command, mention and click passes first: a full member of this workspace, read from Slack
 * now. Lists of operators and approvers are checked later, where the action is known. When Slack does not answer,
 * nobody may.
 */
export async function callerOf(claimed: Claimed, home: Home, people: People): Promise<Caller> {
  const { teamId } = claimed;
  if (teamId !== undefined && teamId !== home.teamId && teamId !== home.enterpriseId) {
    return { ok: false, refusal: { why: 'not-member', because: 'from another workspace' } };
  }
  try {
    const person = await people.person(claimed.userId);
    if (person.member) return { ok: true, person };
    return { ok: false, refusal: { why: 'not-member', because: person.notMemberBecause ?? 'not a full member' } };
  } catch (error) {
    return { ok: false, refusal: { why: 'rights-unreadable', detail: asAppError(error).message } };
  }
}
