import { distance } from 'fastest-levenshtein';

/** One thing that is wrong with the configuration. */
export interface Problem {
  /** Where: `SLACK_BOT_TOKEN`, `targets.bb.url`; empty for the file as a whole. */
  readonly path: string;
  /** The offending value as the person wrote it; left out where it is, or might be, a secret. */
  readonly shown?: string | undefined;
  /** What is wrong, what is allowed, and the way out. */
  readonly text: string;
  readonly line?: number | undefined;
}

/** `['targets', 'bb', 'operators', 0]` as `targets.bb.operators[0]`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[\w-]+$/.test(String(part))) text += text === '' ? String(part) : `.${String(part)}`;
    else text += `[${JSON.stringify(String(part).slice(0, 60))}]`;
  }
  return text;
}

/** The choice that is spelt most like a word, if any is close enough to be meant. */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const ranked = choices
    .map((choice) => ({ choice, steps: distance(lower, choice.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const best = ranked[0];
  return best !== undefined && best.steps <= Math.max(2, Math.floor(best.choice.length / 3)) ? best.choice : undefined;
}

/** `must be one of a, b; did you mean a?` */
export function oneOf(word: string, choices: readonly string[]): string {
  if (choices.length === 1) return `must be ${choices[0]}, or be left out`;
  const near = nearest(word, choices);
  return `must be one of ${choices.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`;
}

/** All problems as one text for the terminal. */
export function reportProblems(problems: readonly Problem[], file: string): string {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const lines = problems.map((problem) => {
    const place = problem.line === undefined ? '' : ` (${file}, line ${problem.line})`;
    const path = problem.path === '' ? file : problem.path;
    const shown = problem.shown === undefined ? '' : ` = ${problem.shown}`;
    return `  - ${path}${shown}: ${problem.text}${place}`;
  });
  return [`The configuration has ${count}:`, ...lines, 'Nothing was started.'].join('\n');
}
