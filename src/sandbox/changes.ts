/** Counts the changes of everything that the sandbox shows, and tells of them. */
export interface Changes {
  /** Grows with every change. */
  version(): number;
  /** To be called after anything that is shown has changed. */
  changed(): void;
  /** Calls `listener` after every change; the result stops that. */
  onChanged(listener: () => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  let version = 1;
  return {
    version: () => version,
    changed() {
      version += 1;
      for (const listener of listeners) listener();
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
