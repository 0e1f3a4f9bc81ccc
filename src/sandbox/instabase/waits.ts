/** Work of the simulation that takes time; it ends on time, when told to, or with the simulation. */
export function createWaits() {
  const pending = new Map<() => void, string>();

  function endAll(name?: string): void {
    for (const [end, own] of [...pending]) {
      if (name === undefined || own === name) end();
    }
  }

  return {
    /** @param ms milliseconds; `Infinity` waits for `end(name)` */
    wait(name: string, ms: number): Promise<void> {
      if (ms <= 0) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = Number.isFinite(ms) ? setTimeout(end, ms) : undefined;
        function end(): void {
          clearTimeout(timer);
          pending.delete(end);
          resolve();
        }
        pending.set(end, name);
      });
    },
    /** Ends all work of that name now. */
    end: (name: string): void => endAll(name),
    stop: (): void => endAll(),
  };
}

export type Waits = ReturnType<typeof createWaits>;
