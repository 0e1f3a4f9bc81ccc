/** The app's slash command in the simulated workspace. */
export const COMMAND = '/upgrade';

/** What becomes of a typed text when it is sent. */
export type Sending =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string }
  | { readonly kind: 'say'; readonly text: string }
  /** Slack itself refuses it, with this line. */
  | { readonly kind: 'refused'; readonly why: string };

interface Typing {
  /** The app's slash command: `/upgrade`. */
  readonly command: string;
  /** The bot's name, as it is mentioned. */
  readonly bot: string;
  readonly inThread: boolean;
}

/** Reads a text as Slack's composer does. Lines of refusal are Slack's own. */
export function sendingOf(typed: string, { command, bot, inThread }: Typing): Sending {
  const text = typed.trim();
  if (text === '') return { kind: 'nothing' };
  if (text.startsWith('/')) return commandOf(text, command, inThread);
  const mention = `@${bot}`;
  const rest = text.slice(mention.length);
  if (text.toLowerCase().startsWith(mention.toLowerCase()) && /^(?:[\s:,]|$)/.test(rest)) {
    return { kind: 'mention', text: rest.replace(/^[\s:,]+/, '') };
  }
  return { kind: 'say', text };
}

function commandOf(text: string, command: string, inThread: boolean): Sending {
  const [name = '', ...rest] = text.split(/\s+/);
  if (name !== command) return { kind: 'refused', why: `${name} is not a valid command.` };
  if (inThread) return { kind: 'refused', why: `${name} is not supported in threads. Sorry!` };
  return { kind: 'command', text: rest.join(' ') };
}
