/** The first things a keyboard reaches: straight to a pane. */
export function SkipLinks({ hasThread }: { readonly hasThread: boolean }) {
  const targets = [
    ['main', 'Skip to the messages'],
    ...(hasThread ? [['thread', 'Skip to the thread']] : []),
    ['panel', 'Skip to the clusters'],
  ] as const;
  return (
    <p className="skip-links">
      {targets.map(([id = '', label]) => (
        <a
          key={id}
          href={`#${id}`}
          onClick={(event) => {
            event.preventDefault();
            document.getElementById(id)?.focus();
          }}
        >
          {label}
        </a>
      ))}
    </p>
  );
}
