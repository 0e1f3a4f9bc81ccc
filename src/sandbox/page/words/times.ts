/** A time of day as the reader's country writes it: `17:33`, `5:33 PM`. */
export const timeOfDay = (at: number, locale?: string): string =>
  new Date(at).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });

/** The same without AM and PM, for a narrow column: `5:33`. */
export function shortTime(at: number, locale?: string): string {
  const parts = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).formatToParts(at);
  return parts
    .filter(({ type }) => type !== 'dayPeriod')
    .map(({ value }) => value)
    .join('')
    .trim();
}

export const dayOf = (at: number): string => new Date(at).toDateString();

const DAY_MS = 86_400_000;

/** Whole days between the reader's days: -1 for yesterday. */
function daysFrom(now: number, at: number): number {
  const noonOf = (time: number): number => new Date(time).setHours(12, 0, 0, 0);
  return Math.round((noonOf(at) - noonOf(now)) / DAY_MS);
}

const prettyDays: Readonly<Record<number, string>> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' };

const prettyDay = (at: number, now: number): string | undefined => prettyDays[daysFrom(now, at)];

/** Over the first message of a day: `Today`, `Thursday, November 20`. */
export function dayWords(at: number, now: number, locale?: string): string {
  const pretty = prettyDay(at, now);
  if (pretty !== undefined) return pretty.charAt(0).toUpperCase() + pretty.slice(1);
  return new Date(at).toLocaleDateString(locale, { weekday: 'long', month: 'long', day: 'numeric' });
}

/** How long ago: `now`, `3 minutes ago`; from a day on the day. */
export function agoWords(at: number, now: number, locale?: string): string {
  const seconds = Math.round((now - at) / 1000);
  if (seconds < 10) return 'just now';
  if (seconds < 60) return `${seconds} seconds ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes === 1 ? '1 minute ago' : `${minutes} minutes ago`;
  return `${prettyDay(at, now) ?? dayWords(at, now, locale)} at ${timeOfDay(at, locale)}`;
}

type Format = (at: Date, locale: string | undefined) => string;

const dated =
  (options: Intl.DateTimeFormatOptions): Format =>
  (at, locale) =>
    at.toLocaleDateString(locale, options);

const timed =
  (options: Intl.DateTimeFormatOptions): Format =>
  (at, locale) =>
    at.toLocaleTimeString(locale, options);

/** Source: https://docs.slack.dev/messaging/formatting-message-text/#date-formatting */
const tokens: Readonly<Record<string, Format>> = {
  date_num: dated({ year: 'numeric', month: '2-digit', day: '2-digit' }),
  date_slash: dated({ year: 'numeric', month: '2-digit', day: '2-digit' }),
  date: dated({ year: 'numeric', month: 'long', day: 'numeric' }),
  date_short: dated({ year: 'numeric', month: 'short', day: 'numeric' }),
  date_long: dated({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }),
  time: timed({ hour: 'numeric', minute: '2-digit' }),
  time_secs: timed({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
};

const PRETTY = '_pretty';

/**
 * What Slack makes of a date in a message: `{date_short_pretty} at {time}` becomes `today at 17:33`. An unknown token
 * stays as it is.
 * @param at in milliseconds
 */
export function slackDate(format: string, at: number, now: number, locale?: string): string {
  return format.replace(/\{([a-z_]+)\}/g, (whole, name: string) => {
    if (name === 'ago') return agoWords(at, now, locale);
    const pretty = name.endsWith(PRETTY) ? prettyDay(at, now) : undefined;
    if (pretty !== undefined) return pretty;
    const plain = name.endsWith(PRETTY) ? name.slice(0, -PRETTY.length) : name;
    return tokens[plain]?.(new Date(at), locale) ?? whole;
  });
}
