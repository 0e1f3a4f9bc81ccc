import { randomBytes } from 'node:crypto';
import { refuse } from './refusal.js';

const LIFETIME_MS = 3000;

export interface Triggers {
  /** A new trigger id for a person's act; valid once, for 3 s. */
  make: (user: string) => string;
  /** Uses a trigger id up and names its person, or throws `invalid_`, `exchanged_` or `expired_trigger_id`. */
  spend: (id: string) => string;
}

export const createTriggers = (now: () => number): Triggers => {
  const made = new Map<string, { user: string; at: number; spent: boolean }>();
  return {
    make: (user) => {
      const id = `${Math.floor(now())}.${made.size + 1}.${randomBytes(8).toString('hex')}`;
      made.set(id, { user, at: now(), spent: false });
      return id;
    },
    spend: (id) => {
      const trigger = made.get(id);
      if (trigger === undefined) throw refuse('invalid_trigger_id');
      if (trigger.spent) throw refuse('exchanged_trigger_id');
      if (now() - trigger.at > LIFETIME_MS) throw refuse('expired_trigger_id');
      trigger.spent = true;
      return trigger.user;
    },
  };
};

const TICKET_LIFETIME_MS = 30_000;

export interface SocketTickets {
  make: () => string;
  /** True once per ticket, within 30 s. */
  take: (ticket: string) => boolean;
}

/** The single-use tickets in the addresses which apps.connections.open hands out. */
export const createSocketTickets = (now: () => number): SocketTickets => {
  const open = new Map<string, number>();
  return {
    make: () => {
      const ticket = randomBytes(16).toString('hex');
      open.set(ticket, now());
      return ticket;
    },
    take: (ticket) => {
      const at = open.get(ticket);
      return open.delete(ticket) && at !== undefined && now() - at <= TICKET_LIFETIME_MS;
    },
  };
};
