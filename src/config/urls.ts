import { Fault } from './values.js';

/** Whether a URL's host is this machine. The URL parser has already spelt IPv4 addresses in their usual form. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname;
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
}

/**
 * A base URL of http or https, without user, password, query and fragment.
 * @param wayOut ends the sentence on plain http to another machine.
 */
export function readBaseUrl(value: unknown, plainHttpAllowed: boolean, wayOut: string): URL | Fault {
  const url = typeof value === 'string' ? parseUrl(value.trim()) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    return new Fault('must be a URL that begins with https:// (or http:// on this machine)');
  }
  if (url.username !== '' || url.password !== '')
    return new Fault('must not hold a user or password; these belong in auth');
  if (url.search !== '' || url.hash !== '') return new Fault('must not have a query (?…) or a fragment (#…)');
  if (url.protocol === 'http:' && !plainHttpAllowed && !isLoopback(url)) {
    return new Fault(`plain http to a host that is not loopback would send secrets unencrypted; ${wayOut}`);
  }
  return url;
}

export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
