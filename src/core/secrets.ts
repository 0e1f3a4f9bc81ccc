/** Shorter values stand in too many innocent texts: blanking them out would spoil half of the log. */
const SHORTEST = 4;

/** Base64 of fewer bytes is short enough to stand somewhere by chance. */
const SHORTEST_FOR_BASE64 = 9;

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/**
 * What is sure to stand in the base64 of a longer text that holds the secret, whatever stands before and behind it: its
 * bytes may begin at each of the three places of a group.
 */
function insideBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  if (bytes.length < SHORTEST_FOR_BASE64) return [];
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const whole = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = encoded.slice(Math.ceil((offset * 8) / 6), whole);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** As a part of an address, in each way in which libraries write one. */
function inUrls(secret: string): string[] {
  const url = new URL('http://host');
  url.password = secret;
  url.search = new URLSearchParams({ q: secret }).toString();
  const encoded = [encodeURIComponent(toWellFormed(secret)), url.password, url.search.slice('?q='.length)];
  return encoded.flatMap((one) => [one, one.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}

/** Half a character cannot be encoded and would throw. */
const toWellFormed = (text: string): string => Buffer.from(text).toString();

/** Every spelling under which somebody could echo a secret: as it is, in JSON (also twice), in addresses, in base64. */
export function spellings(secret: string): string[] {
  if (secret === '') return [];
  const plain = [secret, ...inUrls(secret), ...insideBase64(secret)];
  return [...new Set(plain.flatMap((one) => [one, inJson(one), inJson(inJson(one))]))];
}

/**
 * Makes a function that replaces every spelling of these secrets in a text. One pass, whatever the number of secrets:
 * a bot may know the tokens of a thousand clusters.
 */
export function hider(secrets: readonly string[], blank: string): (text: string) => string {
  const byHead = new Map<string, string[]>();
  const kept = secrets.filter((secret) => secret.length >= SHORTEST).flatMap(spellings);
  // Longest first, so that one inside another leaves no rest.
  for (const spelling of [...new Set(kept)].sort((a, b) => b.length - a.length)) {
    const head = spelling.slice(0, SHORTEST);
    byHead.set(head, [...(byHead.get(head) ?? []), spelling]);
  }
  return (text) => replaceAll(text, byHead, blank);
}

function replaceAll(text: string, byHead: ReadonlyMap<string, readonly string[]>, blank: string): string {
  let shown = '';
  let from = 0;
  for (let at = 0; at + SHORTEST <= text.length; at += 1) {
    const found = byHead.get(text.slice(at, at + SHORTEST))?.find((spelling) => text.startsWith(spelling, at));
    if (found === undefined) continue;
    shown += text.slice(from, at) + blank;
    from = at + found.length;
    at = from - 1;
  }
  return from === 0 ? text : shown + text.slice(from);
}
