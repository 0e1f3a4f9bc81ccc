import { toneOf } from './parts.js';

/** A state in the product's own word. */
export const StateWord = ({ state }: { readonly state: string }) => (
  <span className="panel-state" data-tone={toneOf(state)}>
    {state}
  </span>
);
