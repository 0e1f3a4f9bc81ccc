/**
 * Characters that must not reach a reader: controls, and marks that turn the direction of writing or hide text
 * (bidirectional controls, byte-order mark, invisible tags). Tab and line ends are white space and are kept for `plainLine`.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what this takes out
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Halves of a character without the other half: they are not text, and JSON needs six bytes for each. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * Untrusted text as one line of at most `max` code points. Longer text ends in `…`. Not escaped yet: for rich_text
 * leaves and plain_text, which parse nothing.
 */
export function plainLine(text: string, max = 300): string {
  // Whatever is far beyond the limit is not worth cleaning.
  const near = text.length > max * 8 ? text.slice(0, max * 8) : text;
  const clean = near
    .replace(LONE_SURROGATES, '\ufffd')
    .replace(HIDDEN, '')
    .replace(/[\s\u0085]+/gu, ' ')
    .trim();
  const points = [...clean];
  if (points.length <= max && near.length === text.length) return clean;
  return `${points
    .slice(0, max - 1)
    .join('')
    .trimEnd()}…`;
}

/**
 * Text for mrkdwn and a message's `text`, where Slack reads `&`, `<` and `>`
 * (https://docs.slack.dev/messaging/formatting-message-text): mentions and links that someone typed stay plain text.
 */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
