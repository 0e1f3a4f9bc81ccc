import type { FaultShown } from '../../control/shown.js';
import type { Act } from './act.js';
import { faultBanner } from './panel-words.js';
import { ProblemLine } from './problem-line.js';
import { PushButton } from './push-button.js';
import { useDoing } from './use-doing.js';

interface FaultBannerProps {
  readonly faults: readonly FaultShown[];
  readonly act: Act;
}

/** Stays in sight while any fault is on. */
export function FaultBanner({ faults, act }: FaultBannerProps) {
  const doing = useDoing(act);
  const banner = faultBanner(faults);
  return (
    <>
      <div className="panel-banner" role="status" data-on={banner !== null}>
        {banner !== null && (
          <>
            <p>{banner}</p>
            <PushButton
              label="All off"
              spoken="All off: ends every fault"
              busy={doing.isDoing('faults')}
              onPush={() => doing.run({ path: 'faults', body: { on: false } })}
            />
          </>
        )}
      </div>
      <ProblemLine problem={doing.problem} />
    </>
  );
}
