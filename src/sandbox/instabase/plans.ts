import type { LogLevel, StageName } from './stages.js';

/** How a stage goes when its turn comes. */
export interface StagePlan {
  /** How long it takes, in milliseconds; `Infinity` waits for `finishStage` or `failStage`. */
  readonly ms?: number;
  /** Written when the stage is entered forwards. */
  readonly logs?: readonly { readonly level: LogLevel; readonly msg: string }[];
  /** It fails so at its end, `times` times (default 1). */
  readonly fails?: string;
  /** The same when it is passed backwards. */
  readonly rollbackFails?: string;
  readonly times?: number;
}

export type PlansByStage = Readonly<Partial<Record<StageName, StagePlan>>>;

export interface Plans {
  readonly of: (stage: StageName) => StagePlan;
  /** From the stage's next turn on. */
  readonly set: (stage: StageName, plan: StagePlan) => void;
  /** The error with which the stage ends this time; counts as one time used. */
  readonly failure: (stage: StageName, back: boolean) => string | undefined;
}

export function createPlans(initial: PlansByStage): Plans {
  const plans = new Map<string, StagePlan>(Object.entries(initial));
  const used = new Map<string, number>();
  const of = (stage: StageName): StagePlan => plans.get(stage) ?? {};
  return {
    of,
    set(stage, plan) {
      plans.set(stage, plan);
      used.delete(`${stage} forward`);
      used.delete(`${stage} back`);
    },
    failure(stage, back) {
      const { fails, rollbackFails, times = 1 } = of(stage);
      const message = back ? rollbackFails : fails;
      const key = `${stage} ${back ? 'back' : 'forward'}`;
      const count = used.get(key) ?? 0;
      if (message === undefined || count >= times) return undefined;
      used.set(key, count + 1);
      return message;
    },
  };
}
