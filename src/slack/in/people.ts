import type { People, Person } from '../../core/access.js';
import type { Clock } from '../../core/ports.js';

/** What `users.info` says of a user, as far as rights are concerned (https://docs.slack.dev/reference/objects/user-object). */
export interface SlackUser {
  readonly id: string;
  readonly team_id?: string | undefined;
  readonly enterprise_user?: { readonly teams?: readonly string[] | undefined } | undefined;
  readonly deleted?: boolean | undefined;
  readonly is_bot?: boolean | undefined;
  readonly is_app_user?: boolean | undefined;
  readonly is_workflow_bot?: boolean | undefined;
  readonly is_connector_bot?: boolean | undefined;
  readonly is_restricted?: boolean | undefined;
  readonly is_ultra_restricted?: boolean | undefined;
  readonly is_stranger?: boolean | undefined;
  readonly is_invited_user?: boolean | undefined;
}

export interface ReadPeopleOptions {
  readonly client: {
    /** Undefined for a user Slack does not know. */
    userInfo(id: string): Promise<SlackUser | undefined>;
    groupMembers(id: string): Promise<readonly string[]>;
  };
  /** The workspace the bot is installed in. */
  readonly teamId: string;
  /** How old a shared reading may be, in milliseconds. */
  readonly maxAgeMs: number;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * People and groups, read from Slack. Readings that begin within `maxAgeMs` of each other are one; a failed one is
 * not kept.
 */
export function readPeople({ client, teamId, maxAgeMs, clock }: ReadPeopleOptions): People {
  return {
    person: shared(async (id) => personOf(id, await client.userInfo(id), teamId), maxAgeMs, clock),
    groupMembers: shared((id) => client.groupMembers(id), maxAgeMs, clock),
  };
}

/** A full member of this workspace, or why not. Whatever is missing counts against the person. */
export function personOf(id: string, user: SlackUser | undefined, teamId: string): Person {
  const because = whyNot(id, user, teamId);
  return because === undefined ? { id, member: true } : { id, member: false, notMemberBecause: because };
}

const kinds: readonly (readonly [keyof SlackUser, string])[] = [
  ['deleted', 'deactivated'],
  ['is_bot', 'a bot'],
  ['is_app_user', 'an app'],
  ['is_workflow_bot', 'a workflow'],
  ['is_connector_bot', 'a bot'],
  ['is_ultra_restricted', 'a guest'],
  ['is_restricted', 'a guest'],
  ['is_stranger', 'from another workspace'],
  ['is_invited_user', 'invited but not a member yet'],
];

function whyNot(id: string, user: SlackUser | undefined, teamId: string): string | undefined {
  if (user === undefined || user.id !== id) return 'unknown in this workspace';
  const kind = kinds.find(([flag]) => user[flag] === true);
  if (kind !== undefined) return kind[1];
  const teams = [user.team_id, ...(user.enterprise_user?.teams ?? [])];
  return teams.includes(teamId) ? undefined : 'from another workspace';
}

interface Reading<Value> {
  readonly begunAt: number;
  readonly value: Promise<Value>;
}

function shared<Value>(
  read: (id: string) => Promise<Value>,
  maxAgeMs: number,
  clock: Pick<Clock, 'now'>,
): (id: string) => Promise<Value> {
  const readings = new Map<string, Reading<Value>>();
  const isFresh = (reading: Reading<Value>): boolean => clock.now() - reading.begunAt <= maxAgeMs;
  return (id) => {
    const known = readings.get(id);
    if (known !== undefined && isFresh(known)) return known.value;
    for (const [key, reading] of readings) if (!isFresh(reading)) readings.delete(key);
    const reading: Reading<Value> = { begunAt: clock.now(), value: read(id) };
    readings.set(id, reading);
    const drop = (): void => {
      if (readings.get(id) === reading) readings.delete(id);
    };
    // The failure itself reaches whoever asked through `value`.
    reading.value.catch(drop);
    return reading.value;
  };
}
