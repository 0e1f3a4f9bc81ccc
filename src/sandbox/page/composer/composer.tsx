import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { SlackShown } from '../../control/shown.js';
import type { Where } from '../deeds.js';
import { COMMAND } from './sending.js';
import { SuggestionList } from './suggestion-list.js';
import { moved, type Suggestion, type Suggestions, suggestionsFor } from './suggestions.js';
import { useSending } from './use-sending.js';

interface ComposerProps {
  readonly slack: SlackShown;
  readonly where: Where;
  readonly label: string;
  /** Something was sent from here. */
  readonly onSent: () => void;
}

/** Where a person types: commands, mentions of the bot, and messages. */
export function Composer({ slack, where, label, onSent }: ComposerProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState<number | null>(null);
  const [hushed, setHushed] = useState(false);
  const { send, told } = useSending({ slack, where });
  const inThread = where.thread !== null;
  const found = suggestionsFor(text, { ...slack, command: COMMAND, bot: slack.app.name, inThread });
  const open = !hushed && found.options.length > 0;
  const chosen = active ?? (found.takesFirst ? 0 : null);

  const type = (typed: string): void => {
    setText(typed);
    setActive(null);
    setHushed(false);
  };
  const take = ({ text: whole }: Suggestion): void => {
    type(whole);
    field.current?.focus();
  };
  const sendNow = (): void => {
    if (!send(text)) return;
    type('');
    onSent();
  };
  const pressed = (event: KeyboardEvent): void => {
    const done = open && keyInMenu(event.key, { found, chosen, take, setActive, hush: () => setHushed(true) });
    if (done) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      sendNow();
    }
  };

  return (
    <div className="composer">
      {open && <SuggestionList id={id} found={found} chosen={chosen} onTake={take} />}
      <div className="composer-box">
        <textarea
          ref={field}
          rows={Math.min(text.split('\n').length, ROWS_MOST)}
          value={text}
          aria-label={label}
          placeholder={inThread ? `Reply, or ask @${slack.app.name}` : `${label}. Type / for commands`}
          role="combobox"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open && chosen !== null ? `${id}-${chosen}` : undefined}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={pressed}
        />
        <button type="button" className="send" aria-label="Send" disabled={text.trim() === ''} onClick={sendNow}>
          ➤
        </button>
      </div>
      <p className="composer-told" role="status">
        {told !== null && <span className={told.isBad ? 'told-bad' : 'soft'}>{told.text}</span>}
      </p>
    </div>
  );
}

const ROWS_MOST = 6;

interface MenuKeys {
  readonly found: Suggestions;
  readonly chosen: number | null;
  readonly take: (suggestion: Suggestion) => void;
  readonly setActive: (active: number | null) => void;
  readonly hush: () => void;
}

/** @returns whether the key was for the menu */
function keyInMenu(key: string, { found, chosen, take, setActive, hush }: MenuKeys): boolean {
  const { options } = found;
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    setActive(moved(chosen, key === 'ArrowDown' ? 1 : -1, options.length));
    return true;
  }
  if (key === 'Escape') {
    hush();
    return true;
  }
  const option = key === 'Tab' ? options[chosen ?? 0] : options[chosen ?? -1];
  if ((key !== 'Tab' && key !== 'Enter') || option === undefined) return false;
  take(option);
  return true;
}
