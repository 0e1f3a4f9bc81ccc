import { Fragment, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useNow } from '../use-now.js';
import { dayOf, dayWords } from '../words/times.js';
import { goesOn, type Item, type Replies } from './feed.js';
import { MessageRow } from './message-row.js';
import { EphemeralRow, FailureRow } from './private-row.js';

interface ItemListProps {
  readonly label: string;
  readonly items: readonly Item[];
  readonly app: string;
  readonly inThread: boolean;
  /** What is said under roots; left out in a thread. */
  readonly replies?: ReadonlyMap<string, Replies>;
  /** Shown instead when there is nothing. */
  readonly empty?: ReactNode;
}

/** Less than this far from the end counts as being there, in pixels. */
const NEAR_PX = 40;

/** A place's messages, oldest first. It follows the newest unless the reader has scrolled up. */
export function ItemList({ label, items, app, inThread, replies, empty }: ItemListProps) {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [away, setAway] = useState(false);
  const toEnd = (): void => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });

  useLayoutEffect(() => {
    const inside = content.current;
    if (inside === null) return undefined;
    const grown = new ResizeObserver(() => {
      const outside = scroller.current;
      if (outside !== null && following.current) outside.scrollTop = outside.scrollHeight;
    });
    grown.observe(inside);
    if (scroller.current !== null) grown.observe(scroller.current);
    return () => grown.disconnect();
  }, []);

  return (
    <div className="list-frame">
      <section
        ref={scroller}
        className="list"
        aria-label={label}
        // A region that scrolls can be reached by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          following.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
          setAway(!following.current);
        }}
      >
        <div ref={content}>
          {items.length === 0 ? empty : <Rows items={items} app={app} inThread={inThread} replies={replies} />}
        </div>
      </section>
      {away && (
        <button type="button" className="to-end" onClick={toEnd}>
          ↓ Newest
        </button>
      )}
    </div>
  );
}

interface RowsProps extends Pick<ItemListProps, 'items' | 'app' | 'inThread'> {
  readonly replies: ReadonlyMap<string, Replies> | undefined;
}

function Rows({ items, app, inThread, replies }: RowsProps) {
  const now = useNow();
  return items.map((item, index) => {
    const before = items[index - 1];
    const at = Number(item.ts) * 1000;
    const newDay = !inThread && (before === undefined || dayOf(at) !== dayOf(Number(before.ts) * 1000));
    return (
      <Fragment key={item.key}>
        {newDay && (
          <p className="day">
            <span>{dayWords(at, now)}</span>
          </p>
        )}
        {inThread && index === 1 && <p className="day day-replies" aria-hidden="true" />}
        <Row
          item={item}
          app={app}
          inThread={inThread}
          replies={replies?.get(item.ts)}
          goesOn={inThread && index > 1 && goesOn(before, item)}
        />
      </Fragment>
    );
  });
}

interface RowProps {
  readonly item: Item;
  readonly app: string;
  readonly inThread: boolean;
  readonly goesOn: boolean;
  readonly replies: Replies | undefined;
}

function Row({ item, app, inThread, goesOn: continued, replies }: RowProps) {
  if (item.kind === 'ephemeral') return <EphemeralRow ephemeral={item.ephemeral} app={app} />;
  if (item.kind === 'failure') return <FailureRow failure={item.failure} />;
  return <MessageRow message={item.message} goesOn={continued} inThread={inThread} replies={replies} />;
}
