import type { Fault, Reach } from './faults.js';

interface Rule<T> {
  method: string;
  effect: T;
  left: number;
  until: number;
  hits: number;
}

export interface Rules<T> {
  /** `*` stands for every method. */
  add: (method: string, effect: T, reach?: Reach) => Fault;
  /** The oldest fault that befalls this call, or nothing; it is used up by one. */
  next: (method: string) => T | undefined;
  clear: () => void;
}

/** A list of faults of one kind, asked before each thing they may befall. */
export const createRules = <T>(now: () => number): Rules<T> => {
  const rules = new Set<Rule<T>>();
  const isSpent = (rule: Rule<T>) => rule.left <= 0 || rule.until <= now();
  return {
    add: (method, effect, { times, forMs } = {}) => {
      const rule: Rule<T> = {
        method,
        effect,
        left: times ?? (forMs === undefined ? 1 : Number.POSITIVE_INFINITY),
        until: forMs === undefined ? Number.POSITIVE_INFINITY : now() + forMs,
        hits: 0,
      };
      rules.add(rule);
      return { hits: () => rule.hits, clear: () => void rules.delete(rule) };
    },
    next: (method) => {
      for (const rule of rules) {
        if (isSpent(rule)) {
          rules.delete(rule);
        } else if (rule.method === '*' || rule.method === method) {
          rule.left -= 1;
          rule.hits += 1;
          return rule.effect;
        }
      }
      return undefined;
    },
    clear: () => rules.clear(),
  };
};
