import type { SlackShown } from '../../control/shown.js';
import { Avatar } from '../messages/avatar.js';
import { type Place, searchOf } from '../place.js';
import type { Go } from '../use-place.js';
import { PlaceLink } from './place-link.js';

interface PeopleListProps {
  readonly slack: SlackShown;
  readonly place: Place;
  readonly go: Go;
}

/** Whom this window acts as; two windows are two people. */
export function PeopleList({ slack, place, go }: PeopleListProps) {
  const { viewer, people } = slack;
  const other = people.find(({ name }) => name !== viewer.name);
  return (
    <>
      <h2>Act as</h2>
      <ul className="people">
        {people.map(({ name, role }) => (
          <li key={name}>
            <PlaceLink
              place={{ ...place, as: name }}
              go={go}
              isHere={name === viewer.name}
              className="side-link person"
            >
              <Avatar name={name} isBot={false} small />
              <span>
                <span className="person-name">{name}</span>
                <span className="person-role">{role}</span>
              </span>
            </PlaceLink>
          </li>
        ))}
      </ul>
      {other !== undefined && (
        <p className="side-note">
          <a href={searchOf({ ...place, as: other.name })} target="_blank" rel="noopener">
            Open a second window as {other.name}
          </a>
          : approving takes two people.
        </p>
      )}
    </>
  );
}
