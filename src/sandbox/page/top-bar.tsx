import type { Pane, Place } from './place.js';
import type { Go } from './use-place.js';

interface TopBarProps {
  readonly place: Place;
  readonly go: Go;
}

const tabs: readonly (readonly [Pane, string])[] = [
  ['list', 'Workspace'],
  ['main', 'Messages'],
  ['panel', 'Clusters'],
];

/** The page's name, and in a narrow window the way from pane to pane. */
export function TopBar({ place, go }: TopBarProps) {
  return (
    <header className="top-bar">
      <h1>
        Upgrade Bot <span className="soft">sandbox</span>
      </h1>
      <nav className="pane-tabs" aria-label="Panes">
        {tabs.map(([pane, label]) => (
          <button
            type="button"
            key={pane}
            aria-current={place.pane === pane ? 'page' : undefined}
            onClick={() => go({ pane })}
          >
            {label}
          </button>
        ))}
      </nav>
    </header>
  );
}
