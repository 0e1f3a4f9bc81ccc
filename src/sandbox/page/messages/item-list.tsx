import { Fragment, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useNow } from '../use-now.js';
import { replyWords } from '../words/plain.js';
import { dayOf, dayWords } from '../words/times.js';
import { goesOn, type Item, type Replies } from './feed.js';
import { MessageRow } from './message-row.js';
import { EphemeralRow, FailureRow } from './private-row.js';
import { leftOut, rowsAtOnce } from './recent.js';

interface ItemListProps {
  readonly label: string;
  readonly items: readonly Item[];
  readonly app: string;
  readonly inThread: boolean;
  /** What is said under roots; left out in a thread. */
  readonly replies?: ReadonlyMap<string, Replies>;
  /** Counts what the reader wrote here: after each, the newest is shown. */
  readonly written: number;
  /** Shown instead when there is nothing. */
  readonly empty?: ReactNode;
}

const sizeOf = ({ clientWidth, clientHeight, scrollHeight }: Element): string =>
  `${clientWidth} ${clientHeight} ${scrollHeight}`;

/** Less than this far from the end counts as being there, in pixels. */
const NEAR_PX = 40;

/** A place's messages, oldest first. It follows the newest unless the reader has scrolled up. */
export function ItemList({ label, items, app, inThread, replies, written, empty }: ItemListProps) {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const measured = useRef('');
  const [away, setAway] = useState(false);
  const toEnd = (): void => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });

  useLayoutEffect(() => {
    const inside = content.current;
    if (inside === null) return undefined;
    const grown = new ResizeObserver(() => {
      const outside = scroller.current;
      if (outside === null) return;
      if (following.current) outside.scrollTop = outside.scrollHeight;
      measured.current = sizeOf(outside);
    });
    grown.observe(inside);
    if (scroller.current !== null) grown.observe(scroller.current);
    return () => grown.disconnect();
  }, []);

  useEffect(() => {
    if (written === 0) return;
    following.current = true;
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [written]);

  return (
    <div className="list-frame">
      <section
        ref={scroller}
        className="list"
        aria-label={label}
        // A region that scrolls can be reached by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll
        tabIndex={0}
        onScroll={({ currentTarget }) => {
          // What moved because it grew was not moved by the reader.
          if (sizeOf(currentTarget) !== measured.current) return;
          const { scrollHeight, scrollTop, clientHeight } = currentTarget;
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

/** The newest of them, and those before on demand: thousands of rows make every change slow. */
function Rows({ items, app, inThread, replies }: RowsProps) {
  const now = useNow();
  const [most, setMost] = useState(rowsAtOnce);
  const first = inThread ? 1 : 0;
  const hidden = leftOut(items, most, inThread);
  const begins = first + hidden;
  return items.map((item, index) => {
    if (index >= first && index < begins) return null;
    const before = items[index - 1];
    const at = Number(item.ts) * 1000;
    const isFirst = index === begins;
    const newDay = !inThread && (isFirst || before === undefined || dayOf(at) !== dayOf(Number(before.ts) * 1000));
    return (
      <Fragment key={item.key}>
        {isFirst && hidden > 0 && <EarlierButton hidden={hidden} onShow={() => setMost(most + rowsAtOnce)} />}
        {newDay && (
          <p className="day">
            <span>{dayWords(at, now)}</span>
          </p>
        )}
        {inThread && index === begins && <RepliesLine items={items} />}
        <Row
          item={item}
          app={app}
          inThread={inThread}
          replies={replies?.get(item.ts)}
          goesOn={inThread && index > begins && goesOn(before, item)}
        />
      </Fragment>
    );
  });
}

function EarlierButton({ hidden, onShow }: { readonly hidden: number; readonly onShow: () => void }) {
  return (
    <p className="day">
      <button
        type="button"
        className="link"
        onClick={({ currentTarget }) => {
          // This button goes: the keyboard stays in the list.
          currentTarget.closest<HTMLElement>('.list')?.focus({ preventScroll: true });
          onShow();
        }}
      >
        Show {Math.min(hidden, rowsAtOnce)} earlier messages
      </button>
    </p>
  );
}

/** Between a root and what was said to it. */
function RepliesLine({ items }: Pick<ItemListProps, 'items'>) {
  const count = items.filter(({ kind }) => kind === 'message').length - 1;
  return count < 1 ? null : <p className="day day-replies">{replyWords(count)}</p>;
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
