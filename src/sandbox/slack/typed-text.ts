import type { State } from './state.js';

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const NAME = /(^|[\s(,])([@#])([a-z0-9][\w.-]*)/gi;
const LINK = /https?:\/\/[^\s<>]+/g;

const byName = <T extends { name: string }>(all: Iterable<T>, name: string): T | undefined =>
  [...all].find((it) => it.name.toLowerCase() === name.toLowerCase());

const mentionOf = (state: State, sigil: string, name: string, withName: boolean): string | undefined => {
  const label = (text: string) => (withName ? `|${text}` : '');
  if (sigil === '#') {
    const channel = byName(state.channels.values(), name);
    return channel && `<#${channel.id}${label(channel.name)}>`;
  }
  if (['here', 'channel', 'everyone'].includes(name)) return `<!${name}>`;
  const user = byName(state.users.values(), name);
  if (user) return `<@${user.id}${label(user.name)}>`;
  const group = [...state.groups.values()].find((it) => it.handle === name);
  return group && `<!subteam^${group.id}${label(`@${group.handle}`)}>`;
};

/**
 * What Slack makes of text a person typed: `& < >` escaped, `@name` and `#channel` turned into mentions, links wrapped.
 * In commands (`should_escape: true`) a mention carries its name, `<@U1|ann>`; in messages it does not, `<@U1>`.
 */
export const typedText = (state: State, typed: string, { withNames }: { withNames: boolean }): string =>
  escapeText(typed)
    .replace(NAME, (whole, before: string, sigil: string, name: string) => {
      const mention = mentionOf(state, sigil, name, withNames);
      return mention === undefined ? whole : `${before}${mention}`;
    })
    .replace(LINK, (link) => `<${link}>`);
