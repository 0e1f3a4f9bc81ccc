import type { ReactNode } from 'react';

const RED = '#d92d45';
const YELLOW = '#f4bf2a';
const BLUE = '#3b7fc4';
const GREEN = '#2f9e5b';
const GREY = '#8b9199';
const DARK = '#3c3f44';

const dot = (color: string): ReactNode => <circle cx="8" cy="8" r="6.5" fill={color} />;

const tile = (color: string, inside: ReactNode): ReactNode => (
  <>
    <rect x="1" y="1" width="14" height="14" rx="3" fill={color} />
    {inside}
  </>
);

const stroke = (path: string, color: string, width = 2): ReactNode => (
  <path d={path} fill="none" stroke={color} strokeWidth={width} strokeLinecap="round" strokeLinejoin="round" />
);

const letter = (text: string, color: string): ReactNode => (
  <text x="8" y="13.5" textAnchor="middle" fontSize="15" fontWeight="800" fill={color}>
    {text}
  </text>
);

const hourglass = (
  <>
    {stroke('M4 2h8M4 14h8', DARK, 1.8)}
    <path d="M4.8 2.6c0 3 3.2 3.6 3.2 5.4s-3.2 2.4-3.2 5.4h6.4c0-3-3.2-3.6-3.2-5.4s3.2-2.4 3.2-5.4z" fill="#9cc7e8" />
    <path d="M5.6 13c.4-1.6 2.4-1.8 2.4-3.4 0 1.6 2 1.8 2.4 3.4z" fill={YELLOW} />
  </>
);

const eye = (x: number): ReactNode => (
  <>
    <ellipse cx={x} cy="8" rx="3.1" ry="4.6" fill="#fff" stroke={DARK} strokeWidth="1" />
    <circle cx={x - 0.8} cy="8.6" r="1.6" fill={DARK} />
  </>
);

/** Those that the bot uses, on a canvas of 16 by 16. Emoji fonts differ or are missing; pictures may not be loaded. */
const drawn: Readonly<Record<string, ReactNode>> = {
  arrow_forward: tile(BLUE, <path d="M5.5 4v8l6.5-4z" fill="#fff" />),
  bell: (
    <>
      <path
        d="M8 1.5c3 0 4.2 2.2 4.2 4.8 0 3 .6 4 1.8 5.2H2c1.2-1.2 1.8-2.2 1.8-5.2C3.8 3.7 5 1.5 8 1.5z"
        fill={YELLOW}
      />
      <circle cx="8" cy="13.2" r="1.7" fill="#b98a14" />
    </>
  ),
  checkered_flag: (
    <>
      {stroke('M3 1.5v13', DARK, 1.5)}
      <path d="M3.5 2h10v7h-10z" fill="#fff" stroke={DARK} strokeWidth="0.8" />
      <path
        d="M3.5 2H6v2.3H3.5zM8.5 2H11v2.3H8.5zM6 4.3h2.5v2.3H6zM11 4.3h2.5v2.3H11zM3.5 6.6H6V9H3.5zM8.5 6.6H11V9H8.5z"
        fill={DARK}
      />
    </>
  ),
  double_vertical_bar: tile(BLUE, stroke('M6 5v6M10 5v6', '#fff')),
  eyes: (
    <>
      {eye(4.5)}
      {eye(11.5)}
    </>
  ),
  grey_question: letter('?', GREY),
  hourglass,
  hourglass_flowing_sand: hourglass,
  large_yellow_circle: dot(YELLOW),
  leftwards_arrow_with_hook: tile(BLUE, stroke('M7 4 4.5 6.5 7 9M4.5 6.5h5a2.5 2.5 0 0 1 0 5H8', '#fff', 1.6)),
  mag: (
    <>
      {stroke('M10.5 10.5 14 14', DARK, 2.5)}
      <circle cx="6.5" cy="6.5" r="4.5" fill="#cfe6f7" stroke={GREY} strokeWidth="1.8" />
    </>
  ),
  no_entry: (
    <>
      {dot(RED)}
      {stroke('M4.5 8h7', '#fff', 2.5)}
    </>
  ),
  no_entry_sign: (
    <>
      <circle cx="8" cy="8" r="5.8" fill="none" stroke={RED} strokeWidth="2" />
      {stroke('M4 4l8 8', RED)}
    </>
  ),
  point_right: stroke('M2.5 8h10M8.5 4l4.3 4-4.3 4', '#c98a1b', 2.2),
  question: letter('?', RED),
  red_circle: dot(RED),
  satellite_antenna: (
    <>
      <path d="M2.5 5a7.5 7.5 0 0 0 8.5 8.5z" fill={GREY} />
      {stroke('M7 9l3-3M10.5 2.5a3 3 0 0 1 3 3M10.3 5.2l.5.5', BLUE, 1.5)}
    </>
  ),
  warning: (
    <>
      <path d="M8 1.5 15 14H1z" fill={YELLOW} stroke={YELLOW} strokeWidth="1.5" strokeLinejoin="round" />
      {stroke('M8 6v3.8M8 12v.1', DARK, 1.7)}
    </>
  ),
  wastebasket: (
    <>
      <path d="M3.5 5h9l-.9 9.5H4.4z" fill={GREY} />
      {stroke('M2.5 3.8h11M6.5 2.2h3', DARK, 1.5)}
    </>
  ),
  white_check_mark: tile(GREEN, stroke('M4.5 8.2 7 10.7l4.5-5', '#fff')),
  white_circle: <circle cx="8" cy="8" r="6" fill="none" stroke={GREY} strokeWidth="1.5" />,
  x: stroke('M3.5 3.5l9 9M12.5 3.5l-9 9', RED, 2.6),
};

interface EmojiProps {
  readonly name: string;
  /** What the reader's own font may draw. */
  readonly fallback: string;
}

/** It never carries meaning alone: a screen reader hears its name. */
export function Emoji({ name, fallback }: EmojiProps) {
  const words = name.replaceAll('_', ' ');
  if (!Object.hasOwn(drawn, name)) {
    return (
      <span role="img" aria-label={words}>
        {fallback}
      </span>
    );
  }
  return (
    <svg className="emoji" viewBox="0 0 16 16" role="img" aria-label={words}>
      <title>{`:${name}:`}</title>
      {drawn[name]}
    </svg>
  );
}
