import { useCallback, useState } from 'react';
import type { Act } from './act.js';

export interface Doing {
  /** Whether this is on its way, by its path. */
  readonly isDoing: (path: string) => boolean;
  /** Why the last one was refused; null when it was not. */
  readonly problem: string | null;
  /** Does one after the other until one is refused. A second press while it is on its way does nothing. */
  readonly run: (...steps: readonly Doable[]) => void;
}

export interface Doable {
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** What the buttons of one section have under way. */
export function useDoing(act: Act): Doing {
  const [paths, setPaths] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);

  const all = useCallback(
    async (steps: readonly Doable[]): Promise<void> => {
      const mine = steps.map(({ path }) => path);
      setPaths((before) => [...before, ...mine]);
      setProblem(null);
      try {
        for (const { path, body } of steps) await act(path, body);
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
      } finally {
        setPaths((before) => before.filter((path) => !mine.includes(path)));
      }
    },
    [act],
  );

  const isDoing = (path: string): boolean => paths.includes(path);
  const run = (...steps: readonly Doable[]): void => {
    // `all` rejects never: a refusal is shown in the section.
    if (!steps.some(({ path }) => isDoing(path))) void all(steps);
  };
  return { isDoing, problem, run };
}
