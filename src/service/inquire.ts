import { isAllowed } from '../core/access.js';
import type { Refusal, Shown } from '../core/answers.js';
import { asAppError } from '../core/errors.js';
import type { Intent } from '../core/intent.js';
import { type Deps, targetOf } from './deps.js';

type Question = Extract<Intent, { kind: 'inquiry' }>;

/**
 * Asks a target something beyond its state, in a person's name. Everybody may, but what is shown whole (`--full`) is
 * for operators: it may hold what is in the target's configuration.
 * @throws AppError kind `store-down`, and what reading the person's rights throws
 */
export async function inquire(deps: Deps, { name, target, full, stage }: Question, by: string): Promise<Shown> {
  const { inquirer, settings } = targetOf(deps, target);
  if (inquirer === undefined) throw new Error('the grammar lets only what a product answers through');
  if (full === true && !(await isAllowed(await deps.people.person(by), settings.operators, deps.people))) {
    return refused({ why: 'not-operator', target });
  }
  const begun = deps.clock.now();
  try {
    const about = { ...(full === undefined ? {} : { full }), ...(stage === undefined ? {} : { stage }) };
    const findings = await inquirer.inquire(name, about);
    return { kind: 'findings', target, name, findings, tookMs: deps.clock.now() - begun };
  } catch (error) {
    const failure = asAppError(error);
    deps.log.info({ target, inquiry: name, err: failure }, 'a question was not answered');
    return refused({ why: 'no-findings', target, name, detail: failure.message });
  }
}

const refused = (refusal: Refusal): Shown => ({ kind: 'refused', refusal });
