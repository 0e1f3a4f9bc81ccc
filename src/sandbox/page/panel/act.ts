/**
 * Sends `POST /control/<path>` with this JSON body (`{}` without one) and gives what was answered.
 * Rejects with an `Error` whose message is the sandbox's own words.
 */
export type Act = (path: string, body?: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** One part of a path: names of nodes and stages are whatever the product calls them. */
export const inPath = (name: string): string => encodeURIComponent(name);
