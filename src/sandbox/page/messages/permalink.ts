/** Where a link of Slack to one of its messages leads. */
export interface LinkedMessage {
  readonly channel: string;
  readonly ts: string;
  /** The root when the message is a reply. */
  readonly thread: string | null;
}

const ARCHIVE = /^\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})$/;

const parsed = (url: string): URL | undefined => (URL.canParse(url) ? new URL(url) : undefined);

/** The message behind `https://…/archives/C0OPS/p1795195988613000?thread_ts=…`; undefined for any other address. */
export function linkedMessage(url: string): LinkedMessage | undefined {
  const address = parsed(url);
  const [, channel, seconds, micros] = ARCHIVE.exec(address?.pathname ?? '') ?? [];
  if (address === undefined || channel === undefined || seconds === undefined) return undefined;
  return { channel, ts: `${seconds}.${micros}`, thread: address.searchParams.get('thread_ts') };
}
