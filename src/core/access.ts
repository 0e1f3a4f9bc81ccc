/** A Slack user, as far as rights are concerned. */
export interface Person {
  /** Slack user id (`U…` or `W…`). */
  readonly id: string;
  /** Full member of this workspace: no guest, bot, deactivated or invited user, nobody of another workspace. */
  readonly member: boolean;
  /** Why not, in words ("a guest"), when `member` is false. */
  readonly notMemberBecause?: string;
}

/** Who may do something: user ids and user-group ids. An empty list means nobody. */
export type Allowed = readonly string[];

/** Reads people and groups from Slack. */
export interface People {
  /** @throws AppError when Slack cannot be asked: then nobody may. */
  person(id: string): Promise<Person>;
  /**
   * Members of a user group (`S…`); empty for a disabled or unknown group.
   * @throws AppError when Slack cannot be asked: then nobody may.
   */
  groupMembers(id: string): Promise<readonly string[]>;
}

const isGroup = (id: string): boolean => id.startsWith('S');

/**
 * Whether the person is on the list, by id or through a user group. The person must be a full member, whatever list
 * names them. Groups are read only when the ids alone do not decide.
 * @throws AppError when a group cannot be read and nothing else allows the person.
 */
export async function isAllowed(person: Person, allowed: Allowed, people: People): Promise<boolean> {
  if (!person.member) return false;
  if (allowed.includes(person.id)) return true;
  const readings = await Promise.allSettled(allowed.filter(isGroup).map((group) => people.groupMembers(group)));
  if (readings.some((reading) => reading.status === 'fulfilled' && reading.value.includes(person.id))) return true;
  for (const reading of readings) if (reading.status === 'rejected') throw reading.reason;
  return false;
}

/** Ids of everybody on the list, groups resolved; not checked for membership. */
export async function everybodyOn(allowed: Allowed, people: People): Promise<Set<string>> {
  const ids = new Set(allowed.filter((id) => !isGroup(id)));
  for (const group of allowed.filter(isGroup)) {
    for (const member of await people.groupMembers(group)) ids.add(member);
  }
  return ids;
}

/**
 * Whether nobody on the list but the asker could approve.
 * @throws AppError when Slack cannot be asked.
 */
export async function nobodyElse(asker: string, required: number, allowed: Allowed, people: People): Promise<boolean> {
  let eligible = 0;
  for (const id of await everybodyOn(allowed, people)) {
    if (id === asker) continue;
    const person = await people.person(id);
    if (person.member) eligible += 1;
    if (eligible >= required) return false;
  }
  return true;
}
