import { useState } from 'react';
import { beginning, childrenOf, longText, summaryOf } from './json-words.js';

/** How deep values are unfolded at first, and how many children such a value may have. */
const openDepth = 4;
const openChildren = 20;

interface JsonViewProps {
  readonly value: unknown;
  /** Its key or index in what it is part of. */
  readonly name?: string;
  readonly depth?: number;
}

/** JSON to unfold, value by value. */
export function JsonView({ value, name, depth = 0 }: JsonViewProps) {
  const children = childrenOf(value);
  const [open, setOpen] = useState(depth < openDepth && (children?.length ?? 0) <= openChildren);
  if (children === null || children.length === 0)
    return (
      <div className="json-leaf">
        <JsonKey name={name} />
        <JsonLeaf value={value} />
      </div>
    );
  return (
    <details className="json-node" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <JsonKey name={name} />
        <span className="soft">{summaryOf(value)}</span>
      </summary>
      {open && children.map(([key, child]) => <JsonView key={key} name={key} value={child} depth={depth + 1} />)}
    </details>
  );
}

const JsonKey = ({ name }: { readonly name: string | undefined }) =>
  name === undefined ? null : <span className="json-key">{name}: </span>;

function JsonLeaf({ value }: { readonly value: unknown }) {
  const [whole, setWhole] = useState(false);
  const written = JSON.stringify(value) ?? 'nothing';
  if (typeof value !== 'string') return <span className="json-value">{written}</span>;
  // A text's own lines are shown as lines: quoted, they could not be read.
  const text = value.includes('\n') ? value : written;
  if (whole || text.length <= longText) return <span className="json-text">{text}</span>;
  return (
    <>
      <span className="json-text">{beginning(text)}</span>
      <button type="button" className="json-more" onClick={() => setWhole(true)}>
        … show all ({text.length} characters)
      </button>
    </>
  );
}
