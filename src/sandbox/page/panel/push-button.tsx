interface PushButtonProps {
  readonly label: string;
  readonly onPush: () => void;
  /** Why it cannot be pressed now. */
  readonly blocked?: string | null;
  readonly busy?: boolean;
  readonly look?: string;
  /** Read out instead of the label, where it stands among many alike. */
  readonly spoken?: string;
  /** The id of what says more about it. */
  readonly described?: string;
}

/** A button that keeps the focus while it cannot be pressed, and says why. */
export function PushButton({
  label,
  onPush,
  blocked = null,
  busy = false,
  look = '',
  spoken,
  described,
}: PushButtonProps) {
  const reason = blocked === null ? '' : `: ${blocked}`;
  return (
    <button
      type="button"
      className={`panel-button ${look}`}
      aria-disabled={blocked !== null || busy}
      aria-busy={busy}
      aria-label={spoken === undefined ? undefined : `${spoken}${reason}`}
      aria-describedby={described}
      title={blocked ?? undefined}
      onClick={() => {
        if (blocked === null && !busy) onPush();
      }}
    >
      {label}
    </button>
  );
}
