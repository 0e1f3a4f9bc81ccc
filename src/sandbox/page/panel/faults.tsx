import type { FaultShown, ProcessesShown } from '../../control/shown.js';
import type { Act } from './act.js';
import { FaultRow } from './fault-row.js';
import { processWords } from './panel-words.js';
import { ProblemLine } from './problem-line.js';
import { useDoing } from './use-doing.js';

interface FaultsProps {
  readonly faults: readonly FaultShown[];
  readonly processes: ProcessesShown;
  readonly act: Act;
}

const groups: readonly { readonly where: FaultShown['where']; readonly title: string }[] = [
  { where: 'slack', title: 'Slack' },
  { where: 'product', title: 'Products' },
  { where: 'bot', title: 'The bot' },
  { where: 'redis', title: 'Redis' },
];

/** Switches and buttons that break things, by what they break. */
export function Faults({ faults, processes, act }: FaultsProps) {
  const doing = useDoing(act);
  return (
    <section className="panel-section" aria-labelledby="panel-faults">
      <h2 id="panel-faults" tabIndex={-1}>
        Break something
      </h2>
      <p className="panel-lead">Nothing here is real. Under each: what you should then see.</p>
      <ProblemLine problem={doing.problem} />
      {groups.map(({ where, title }) => {
        const here = faults.filter((fault) => fault.where === where);
        if (here.length === 0) return null;
        return (
          <section key={where} className="panel-group" aria-labelledby={`panel-faults-${where}`}>
            <h3 id={`panel-faults-${where}`}>
              {title} <span className="soft">{processWords(where, processes)}</span>
            </h3>
            <ul className="panel-list">
              {here.map((fault) => (
                <FaultRow key={fault.id} fault={fault} doing={doing} />
              ))}
            </ul>
          </section>
        );
      })}
    </section>
  );
}
