import type { FaultShown } from '../../control/shown.js';

const places: readonly { readonly id: string; readonly label: string }[] = [
  { id: 'panel-scenarios', label: 'Stories' },
  { id: 'panel-targets', label: 'Products' },
  { id: 'panel-faults', label: 'Faults' },
];

/** The way to the panel's parts, which are longer than a window. */
export function PanelNav({ faults }: { readonly faults: readonly FaultShown[] }) {
  const on = faults.filter((fault) => fault.on).length;
  return (
    <nav className="panel-nav" aria-label="Parts of the panel">
      {places.map(({ id, label }) => (
        <button type="button" key={id} onClick={() => goTo(id)}>
          {label}
          {id === 'panel-faults' && on > 0 && <b className="panel-nav-count"> {on} on</b>}
        </button>
      ))}
    </nav>
  );
}

/** The heading takes the focus: the next press of Tab goes on from there. */
function goTo(id: string): void {
  const heading = document.getElementById(id);
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}
