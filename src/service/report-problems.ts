import { type CheckGroup, isProblem, type Problem } from '../core/checkup.js';
import type { Logger } from '../core/ports.js';

/** Logs one line per problem, and one per thing that could not be looked at. */
export function reportProblems(groups: readonly CheckGroup[], log: Logger): void {
  for (const group of groups) {
    for (const problem of group.checks.filter(isProblem)) logProblem(group, problem, log);
  }
}

function logProblem({ kind, title }: CheckGroup, problem: Problem, log: Logger): void {
  const { name, about, ...rest } = problem;
  const values = { check: name, ...(about === undefined ? {} : { about }), ...rest };
  if (problem.result === 'unknown') log.info({ group: title, ...values }, 'something could not be checked');
  else if (kind === 'target') log.warn({ target: title, ...values }, 'a target is not set up as the bot needs it');
  else if (kind === 'store') log.warn(values, 'redis is not set up as the bot needs it');
  else log.warn(values, 'slack is not set up as the bot needs it');
}
