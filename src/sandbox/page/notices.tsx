interface NoticesProps {
  readonly gone: boolean;
  readonly problem: string | null;
  readonly dismiss: () => void;
}

/** What is wrong between the page and the sandbox. */
export function Notices({ gone, problem, dismiss }: NoticesProps) {
  return (
    <div className="notices" role="alert">
      {gone && (
        <p className="notice notice-gone">
          The sandbox does not answer. Start it again with <code>npm run sandbox</code>; if it prints another address,
          open that one.
        </p>
      )}
      {!gone && problem !== null && (
        <p className="notice">
          {problem}
          <button type="button" className="quiet" onClick={dismiss}>
            Dismiss
          </button>
        </p>
      )}
    </div>
  );
}
