import type { ActShown } from '../../control/shown.js';
import { inPath } from './act.js';
import { type Blocked, type BlockedAlike, blockedActs } from './panel-words.js';
import { PushButton } from './push-button.js';
import type { Doing } from './use-doing.js';

interface ActButtonsProps {
  readonly acts: readonly ActShown[];
  /** Each is `POST /control/<path>/:act`. */
  readonly path: string;
  /** What they are done to, for whoever hears the buttons. */
  readonly of: string;
  readonly doing: Doing;
}

export function ActButtons({ acts, path, of, doing }: ActButtonsProps) {
  return (
    <div className="panel-acts">
      {acts.map(({ act, label, blocked }) => (
        <PushButton
          key={act}
          label={label}
          spoken={`${label}: ${of}`}
          blocked={blocked}
          busy={doing.isDoing(`${path}/${inPath(act)}`)}
          onPush={() => doing.run({ path: `${path}/${inPath(act)}` })}
        />
      ))}
    </div>
  );
}

/** Why some of these cannot be pressed now. */
export function Reasons({ acts }: { readonly acts: readonly ActShown[] }) {
  return blockedActs(acts).map((blocked) => <Reason key={blocked.reason} {...blocked} />);
}

const Reason = ({ labels, reason }: Blocked) => (
  <p className="panel-small panel-reason">
    <b>{labels.join(', ')}:</b> {reason}
  </p>
);

interface ReasonsAlikeProps {
  readonly alike: readonly BlockedAlike[];
  /** How many rows there are. */
  readonly rows: number;
}

/** Why some cannot be pressed in all or most rows. */
export const ReasonsAlike = ({ alike, rows: all }: ReasonsAlikeProps) =>
  alike.map(({ act, label, reason, rows }) => (
    <Reason
      key={`${act} ${reason}`}
      labels={[rows === all ? label : `${label} (in ${rows} of ${all})`]}
      reason={reason}
    />
  ));
