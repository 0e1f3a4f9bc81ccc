import type { MouseEvent, ReactNode } from 'react';
import { type Place, searchOf } from '../place.js';
import type { Go } from '../use-place.js';

interface PlaceLinkProps {
  readonly place: Place;
  readonly go: Go;
  readonly isHere: boolean;
  readonly className: string;
  readonly children: ReactNode;
}

/** A link to another place of this page. A plain click goes there without loading; any other is the browser's. */
export function PlaceLink({ place, go, isHere, className, children }: PlaceLinkProps) {
  const clicked = (event: MouseEvent): void => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(place);
  };
  return (
    <a className={className} href={searchOf(place)} aria-current={isHere ? 'page' : undefined} onClick={clicked}>
      {children}
    </a>
  );
}
