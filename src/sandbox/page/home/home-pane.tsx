import { useEffect } from 'react';
import type { SlackShown } from '../../control/shown.js';
import { Blocks } from '../blocks/blocks.js';
import { useDesk } from '../contexts.js';

/** The app's Home tab. Opening it tells the bot, which may publish something for this person. */
export function HomePane({ slack }: { readonly slack: SlackShown }) {
  const { deeds } = useDesk();
  useEffect(() => {
    void deeds.home();
  }, [deeds]);
  const { home, app, viewer } = slack;
  return (
    <>
      <header className="pane-head">
        <h2>{app.name}</h2>
        <p className="soft">
          Home, as <strong>{viewer.name}</strong>
        </p>
      </header>
      <section className="list home" aria-label={`Home of ${app.name}`}>
        {home === null ? (
          <p className="nothing soft">
            {app.name} has not put anything here for you yet. If it stays like this, the bot is not running, or Slack
            did not take what it sent.
          </p>
        ) : (
          <Blocks blocks={home.view.blocks} holder={{ kind: 'view', id: home.id }} />
        )}
      </section>
    </>
  );
}
