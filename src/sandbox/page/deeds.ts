import type { Done } from '../control/shown.js';
import type { Act, Answer } from './control.js';

/** Where something is written: a channel, and the root's `ts` for a reply. */
export interface Where {
  readonly channel: string;
  readonly thread: string | null;
}

/** A button that is pressed, in a message, an ephemeral or a view. */
export interface Pressed {
  /** A message's or ephemeral's `ts`, or a view's id. */
  readonly holder: Holder;
  readonly block: string;
  readonly action: string;
  /** On the button. */
  readonly label: string;
}

export type Holder =
  | { readonly kind: 'message' | 'ephemeral'; readonly ts: string }
  | { readonly kind: 'view'; readonly id: string };

/** The state of a form's inputs, as Slack sends it: block id, action id, element. */
export type FormValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Everything that one person can do, on the control path. Each answers when the bot has acknowledged it. */
export interface Deeds {
  /** Who does it. */
  readonly name: string;
  command(text: string, channel: string): Promise<Answer<Done>>;
  mention(text: string, where: Where): Promise<Answer<Done>>;
  say(text: string, where: Where): Promise<Answer<Done>>;
  shortcut(message: string): Promise<Answer<Done>>;
  click(pressed: Pressed): Promise<Answer<Done>>;
  submit(view: string, values: FormValues): Promise<Answer<Done>>;
  close(view: string): Promise<Answer<Done>>;
  home(): Promise<Answer<Done>>;
  /** @param content base64 */
  upload(name: string, content: string): Promise<Answer<{ readonly id: string }>>;
}

const placed = ({ channel, thread }: Where) => ({ channel, ...(thread === null ? {} : { thread }) });

function holderFields(holder: Holder): Readonly<Record<string, string>> {
  return holder.kind === 'view' ? { view: holder.id } : { [holder.kind]: holder.ts };
}

export function deedsOf(act: Act, name: string): Deeds {
  const path = (deed: string): string => `people/${encodeURIComponent(name)}/${deed}`;
  return {
    name,
    command: (text, channel) => act(path('command'), { text, channel, wait: false }),
    mention: (text, where) => act(path('mention'), { text, ...placed(where), wait: false }),
    say: (text, where) => act(path('say'), { text, ...placed(where) }),
    shortcut: (message) => act(path('shortcut'), { message, wait: false }),
    click: ({ holder, block, action }) =>
      act(path('click'), { ...holderFields(holder), blockId: block, actionId: action }),
    submit: (view, values) => act(path('submit'), { view, values }),
    close: (view) => act(path('close'), { view }),
    home: () => act(path('home')),
    upload: (file, content) => act(path('upload'), { name: file, content }),
  };
}
