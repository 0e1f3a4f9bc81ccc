import { memo } from 'react';
import { type Block, Message } from 'slack-blocks-to-jsx';
import type { BlockShown } from '../../control/shown.js';
import type { Holder } from '../deeds.js';
import { useDark } from '../use-media.js';
import { ActionsRow } from './actions-row.js';
import { DrawGuard } from './draw-guard.js';
import { readable } from './escaped.js';
import { hooks } from './hooks.js';
import { runsOf } from './runs.js';

interface BlocksProps {
  readonly blocks: readonly BlockShown[];
  /** What the blocks stand in; a press is sent with it. */
  readonly holder: Holder;
}

/** Blocks as Slack shows them. The renderer draws what is only read; what can be pressed is ours, so that it works. */
export const Blocks = memo(function Blocks({ blocks, holder }: BlocksProps) {
  const dark = useDark();
  return (
    <div className="blocks">
      {runsOf(blocks).map((run) =>
        run.kind === 'actions' ? (
          <ActionsRow key={run.key} block={run.block} holder={holder} />
        ) : (
          <DrawGuard key={run.key} of={run.blocks}>
            <Message
              // The renderer checks no type either: an unknown block draws nothing.
              blocks={readable(run.blocks) as unknown as Block[]}
              name=""
              logo=""
              theme={dark ? 'dark' : 'light'}
              hooks={hooks}
              withoutWrapper
            />
          </DrawGuard>
        ),
      )}
    </div>
  );
});

/** Text that stands without blocks, as people write it. */
export const TextBlocks = memo(function TextBlocks({
  text,
  holder,
}: {
  readonly text: string;
  readonly holder: Holder;
}) {
  return <Blocks blocks={[{ type: 'section', text: { type: 'mrkdwn', text } }]} holder={holder} />;
});
