/** Readable names by id, as the snapshot gives them. */
export type Names = Readonly<Record<string, string>>;

const nameOf = (id: string, names: Names): string => (Object.hasOwn(names, id) ? (names[id] ?? id) : id);

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** A message's text as it is read out: mentions by name, links by their label, dates by their fallback. */
export function plainWords(text: string, names: Names): string {
  const spoken = text.replace(/<([^<>]+)>/g, (_whole, inner: string) => {
    const [target = '', label] = inner.split('|');
    if (target.startsWith('@')) return `@${nameOf(target.slice(1), names)}`;
    if (target.startsWith('#')) return `#${nameOf(target.slice(1), names)}`;
    if (target.startsWith('!subteam^')) return `@${nameOf(target.slice(9), names)}`;
    if (target.startsWith('!date^')) return target.split('^').at(-1) ?? '';
    if (target.startsWith('!')) return `@${target.slice(1)}`;
    return label ?? target;
  });
  return unescaped(spoken);
}

/** `1 reply`, `12 replies` */
export const replyWords = (count: number): string => (count === 1 ? '1 reply' : `${count} replies`);

/** A file's size: `401 bytes`, `1.2 kB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
