import type { Bot } from '../../src/sandbox/bot.js';

/** Values that stand nowhere but where a secret is, with the characters that JSON, addresses and headers spell differently. */
export const canaries = {
  botToken: 'xoxb-canary"bot\\1/2+3%4<&>5',
  appToken: 'xapp-1-canary"app\\1/2+3%4<&>5',
  signingSecret: 'canary"signing\\1/2+3%4<&>5',
  clusterToken: 'canary"cluster\\1/2+3%4<&>5',
  clusterPassword: 'canary "password\\1/2+3%4<&>:@5',
  redisPassword: 'canary "redis\\1/2+3%4<&>:@5',
} as const;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The spellings under which something could be echoed; each is looked for by itself. */
export function echoesOf(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ q: secret }).toString().slice(2),
    base64(secret),
    base64(`upgrade-bot:${secret}`),
    base64(`:${secret}`),
  ];
}

/** All canaries in all spellings, as an indiscreet page or error holds them. */
export const indiscretion = (secrets: readonly string[] = Object.values(canaries)): string =>
  secrets.flatMap(echoesOf).join(' | ');

/** Every text inside a JSON value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

function decoded(line: string): string[] {
  try {
    return textsIn(JSON.parse(line));
  } catch {
    // A report or a trace is no JSON: it counts as it stands.
    return [];
  }
}

/** Lines in which a canary can be read, as they stand or after their JSON is decoded, in any spelling. */
export function leaksIn(text: string): string[] {
  const spellings = Object.values(canaries).flatMap(echoesOf);
  const shows = (one: string): boolean =>
    one.includes('canary') || spellings.some((spelling) => one.includes(spelling));
  return text.split('\n').filter((line) => [line, ...decoded(line)].some(shows));
}

/** What the process tells on its three pages; nothing for one that is gone. */
export async function pagesOf({ opsUrl }: Bot): Promise<string> {
  const page = async (path: string): Promise<string> => {
    try {
      return await (await fetch(`${opsUrl}${path}`)).text();
    } catch {
      // Not listening: nothing is told.
      return '';
    }
  };
  return (await Promise.all(['/healthz', '/readyz', '/metrics', '/other'].map(page))).join('\n');
}
