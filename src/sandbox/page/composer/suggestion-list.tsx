import { useEffect, useRef } from 'react';
import type { Suggestion, Suggestions } from './suggestions.js';

interface SuggestionListProps {
  readonly id: string;
  readonly found: Suggestions;
  readonly chosen: number | null;
  readonly onTake: (suggestion: Suggestion) => void;
}

/** The menu over the composer. The focus stays in the composer: its keys move in here. */
export function SuggestionList({ id, found, chosen, onTake }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen !== null) list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div className="menu suggestions">
      <p className="menu-title">
        <span>{found.title}</span>
        <span className="soft menu-keys">
          <kbd>↑</kbd> <kbd>↓</kbd> to move, <kbd>Tab</kbd> to take, <kbd>Esc</kbd> to close
        </span>
      </p>
      <div ref={list} className="menu-list" role="listbox" id={`${id}-list`} aria-label={found.title} tabIndex={-1}>
        {found.options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the composer has the focus and the keys
          <div
            key={option.label}
            id={`${id}-${index}`}
            className="menu-item"
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            // The composer keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onTake(option)}
          >
            <span className="menu-label">{option.label}</span>
            <span className="soft">{option.does}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
