import { memo } from 'react';
import type { EphemeralShown } from '../../control/shown.js';
import { Blocks, TextBlocks } from '../blocks/blocks.js';
import { Avatar } from './avatar.js';
import type { Failure } from './feed.js';
import { RowHead } from './row-head.js';

interface EphemeralRowProps {
  readonly ephemeral: EphemeralShown;
  readonly app: string;
}

const Only = () => (
  <p className="only-you">
    <span aria-hidden="true">◉</span> Only visible to you
  </p>
);

/** What the bot shows to the viewer alone. */
export const EphemeralRow = memo(function EphemeralRow({ ephemeral, app }: EphemeralRowProps) {
  const holder = { kind: 'ephemeral', ts: ephemeral.ts } as const;
  return (
    <article className="row row-private" aria-label={`Message of ${app}, only visible to you`} data-ts={ephemeral.ts}>
      <Avatar name={app} isBot />
      <div className="row-body">
        <Only />
        <RowHead name={app} isApp at={ephemeral.at} />
        {ephemeral.blocks.length > 0 ? (
          <Blocks blocks={ephemeral.blocks} holder={holder} />
        ) : (
          <TextBlocks text={ephemeral.text} holder={holder} />
        )}
      </div>
    </article>
  );
});

/** What Slack itself tells a person when something did not reach the bot. */
export const FailureRow = memo(function FailureRow({ failure }: { readonly failure: Failure }) {
  return (
    <article className="row row-private" aria-label="Message of Slackbot, only visible to you">
      <Avatar name="Slackbot" isBot={false} />
      <div className="row-body">
        <Only />
        <RowHead name="Slackbot" isApp={false} at={failure.at} />
        <p className="failure-text">{failure.text}</p>
      </div>
    </article>
  );
});
