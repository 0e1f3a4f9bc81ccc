import { usePlace } from '../use-place.js';
import { TrafficLog } from './traffic-log.js';

/** A bar with a button that unfolds every request between the bot, Slack and the products; place it last in the page. */
export function TrafficDrawer({ version }: { readonly version: number }) {
  const [{ traffic: open }, go] = usePlace();
  return (
    <section className="traffic" aria-label="Traffic" data-open={open}>
      <button
        type="button"
        className="traffic-toggle"
        aria-expanded={open}
        aria-controls="traffic-log"
        onClick={() => go({ traffic: !open })}
      >
        <span aria-hidden="true">{open ? '▾' : '▴'}</span> Traffic
        <span className="soft">every request between the bot, Slack and the products</span>
      </button>
      <div id="traffic-log" className="traffic-log">
        {open && <TrafficLog version={version} />}
      </div>
    </section>
  );
}
