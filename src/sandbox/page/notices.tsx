interface NoticesProps {
  readonly gone: boolean;
  /** Why nothing can be shown. */
  readonly problem: string | null;
  /** Why the sandbox refused what was done last. */
  readonly notice: string | null;
  readonly dismiss: () => void;
  /** Nothing is shown but this. */
  readonly isAlone: boolean;
}

/** What is wrong between the page and the sandbox. */
export function Notices({ gone, problem, notice, dismiss, isAlone }: NoticesProps) {
  return (
    <div className="notices" role="alert">
      {gone && (
        <p className="notice notice-bad">
          The sandbox does not answer; what you see is the last that it showed. Start it again with{' '}
          <code>npm run sandbox</code>; if it prints another address, open that one.
        </p>
      )}
      {!gone && problem !== null && (
        <p className="notice notice-bad">
          {problem} {isAlone && <a href="?as=alice">Go on as alice</a>}
        </p>
      )}
      {!gone && notice !== null && (
        <p className="notice">
          {notice}
          <button type="button" className="quiet" onClick={dismiss}>
            Dismiss
          </button>
        </p>
      )}
    </div>
  );
}
