import { type ComponentProps, type ReactNode, useState } from 'react';
import type { Message } from 'slack-blocks-to-jsx';
import { useDesk, useNames } from '../contexts.js';
import { linkedMessage } from '../messages/permalink.js';
import { openThread } from '../messages/thread-focus.js';
import { useNow } from '../use-now.js';
import { slackDate } from '../words/times.js';
import { Emoji } from './emoji.js';

type Hooks = NonNullable<ComponentProps<typeof Message>['hooks']>;

function NamedId({ id, sign }: { readonly id: string; readonly sign: '@' | '#' }) {
  const names = useNames();
  return (
    <span className="mention">
      {sign}
      {names[id] ?? id}
    </span>
  );
}

/** A channel's name leads there. */
function ChannelLink({ id }: { readonly id: string }) {
  const names = useNames();
  const { go } = useDesk();
  return (
    <button type="button" className="link mention" onClick={() => go({ at: id, pane: 'main' })}>
      #{names[id] ?? id}
    </button>
  );
}

function SlackDate({ timestamp, format }: { readonly timestamp: string; readonly format: string }) {
  const at = Number(timestamp) * 1000;
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={new Date(at).toLocaleString()}>
      {slackDate(format, at, now)}
    </time>
  );
}

/** A link to a message opens it here. Any other address is shown, not opened: the sandbox leads nowhere else. */
function MessageLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const { go } = useDesk();
  const [shown, setShown] = useState(false);
  const linked = linkedMessage(href);
  if (linked !== undefined) {
    const open = (): void => openThread(go, linked.channel, linked.thread ?? linked.ts);
    return (
      <button type="button" className="link" onClick={open}>
        {children}
      </button>
    );
  }
  return (
    <>
      <button type="button" className="link" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {children}
      </button>
      {shown && <span className="soft"> (leads to {href}, which the sandbox does not open)</span>}
    </>
  );
}

/** The renderer answers what it does not know with the name, and takes what every object has for emoji. */
const signOf = (name: string, found: string): string =>
  found === name || Object.hasOwn(Object.prototype, name) ? `:${name}:` : found;

/**
 * What the renderer asks us to draw. It keeps the hooks it was given first, so they read what changes from contexts.
 */
export const hooks: Hooks = {
  user: ({ id }) => <NamedId id={id} sign="@" />,
  usergroup: ({ id }) => <NamedId id={id} sign="@" />,
  channel: ({ id }) => <ChannelLink id={id} />,
  atHere: () => <span className="mention">@here</span>,
  atChannel: () => <span className="mention">@channel</span>,
  atEveryone: () => <span className="mention">@everyone</span>,
  emoji: (emoji, parse) => <Emoji name={emoji.name} fallback={signOf(emoji.name, parse(emoji))} />,
  date: ({ timestamp, format }) => <SlackDate timestamp={timestamp} format={format} />,
  link: ({ href, children }) => <MessageLink href={href}>{children}</MessageLink>,
};
