/** The environment as it was when it was read. */
export type Env = Readonly<Record<string, string | undefined>>;

/** A copy of the process environment. The only place that reads it. */
export function readEnv(): Env {
  return { ...process.env };
}
