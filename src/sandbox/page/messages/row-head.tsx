import { timeOfDay } from '../words/times.js';

/** When a message was written; the whole date on asking. */
export function Clock({ at }: { readonly at: number }) {
  const date = new Date(at);
  return (
    <time className="clock" dateTime={date.toISOString()} title={date.toLocaleString()}>
      {timeOfDay(at)}
    </time>
  );
}

interface RowHeadProps {
  readonly name: string;
  readonly isApp: boolean;
  readonly at: number;
}

/** Over a message: who wrote it, and when. */
export function RowHead({ name, isApp, at }: RowHeadProps) {
  return (
    <p className="row-head">
      <strong className="row-name">{name}</strong>
      {isApp && <span className="app-mark">APP</span>}
      <Clock at={at} />
    </p>
  );
}
