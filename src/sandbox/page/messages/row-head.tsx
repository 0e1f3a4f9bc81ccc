import { shortTime, timeOfDay } from '../words/times.js';

/** When a message was written; the whole date on asking. */
export function Clock({ at, isShort = false }: { readonly at: number; readonly isShort?: boolean }) {
  const date = new Date(at);
  return (
    <time className="clock" dateTime={date.toISOString()} title={date.toLocaleString()}>
      {isShort ? shortTime(at) : timeOfDay(at)}
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
