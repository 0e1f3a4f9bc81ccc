interface AvatarProps {
  readonly name: string;
  readonly isBot: boolean;
  readonly small?: boolean;
}

const HUES = 7;

/** By the name, so that a person keeps their colour; the people of the sandbox all have different ones. */
const hueOf = (name: string): number =>
  [...name].reduce((sum, letter, index) => sum + letter.charCodeAt(0) * (index * 6 + 1), 0) % HUES;

/** A picture drawn here: nothing is loaded. */
export function Avatar({ name, isBot, small = false }: AvatarProps) {
  const size = small ? 'avatar avatar-small' : 'avatar';
  if (isBot) {
    return (
      <span className={`${size} avatar-bot`} aria-hidden="true">
        <svg viewBox="0 0 24 24" focusable="false" aria-hidden="true">
          <path d="M12 4 5 11h4v8h6v-8h4z" fill="currentColor" />
        </svg>
      </span>
    );
  }
  return (
    <span className={`${size} avatar-${hueOf(name)}`} aria-hidden="true">
      {name.charAt(0).toUpperCase()}
    </span>
  );
}
