import { AppError } from '../../core/errors.js';

/** Slack's own, and GovSlack's (https://docs.slack.dev/govslack). */
const domains = ['slack.com', 'slack-gov.com'];

/**
 * An address that came in an answer of Slack's and is about to get a file or the token: it has to be one of Slack's own,
 * or where the Web API is.
 * @throws AppError kind `slack-refused`; the address, which may be a secret, is not in the message
 */
export function slackAddress(address: string, apiUrl: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) throw new AppError('slack-refused', 'Slack named an address that is none');
  const isSlack = domains.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`));
  const isTrusted = url.origin === new URL(apiUrl).origin || (url.protocol === 'https:' && isSlack && url.port === '');
  if (isTrusted && url.username === '' && url.password === '') return url;
  throw new AppError('slack-refused', `Slack named an address on another host: ${url.hostname.slice(0, 100)}`);
}
