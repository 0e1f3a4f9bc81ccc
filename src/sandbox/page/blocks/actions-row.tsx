import { useState } from 'react';
import type { BlockShown, Done } from '../../control/shown.js';
import { ConfirmDialog } from '../confirm-dialog.js';
import { useDesk } from '../contexts.js';
import type { Answer } from '../control.js';
import type { Holder } from '../deeds.js';
import { type ButtonParts, buttonIn, fieldsIn, textIn } from './fields.js';

interface ActionsRowProps {
  readonly block: BlockShown;
  readonly holder: Holder;
}

/** A row of buttons that can be pressed. */
export function ActionsRow({ block, holder }: ActionsRowProps) {
  const [told, setTold] = useState<Told | null>(null);
  const elements = fieldsIn(block.elements);
  return (
    <div className="actions">
      <div className="actions-buttons">
        {elements.map((element, index) =>
          element.type === 'button' ? (
            <LiveButton
              key={textIn(element.action_id) || String(index)}
              parts={buttonIn(element)}
              block={textIn(block.block_id)}
              holder={holder}
              tell={setTold}
            />
          ) : (
            <span key={textIn(element.action_id) || String(index)} className="soft">
              (this page does not draw “{textIn(element.type)}”)
            </span>
          ),
        )}
      </div>
      <p className="actions-told" role="status">
        {told !== null && <span className={told.isBad ? 'told-bad' : 'soft'}>{told.text}</span>}
      </p>
    </div>
  );
}

/** What a press came to. */
interface Told {
  readonly text: string;
  readonly isBad: boolean;
}

interface LiveButtonProps {
  readonly parts: ButtonParts;
  readonly block: string;
  readonly holder: Holder;
  readonly tell: (told: Told | null) => void;
}

function LiveButton({ parts, block, holder, tell }: LiveButtonProps) {
  const { deeds } = useDesk();
  const [pending, setPending] = useState(false);
  const [asking, setAsking] = useState(false);
  const { label, action, confirm, url } = parts;

  const press = async (): Promise<void> => {
    setPending(true);
    tell(null);
    tell(toldOf(await deeds.click({ holder, block, action, label }), url));
    setPending(false);
  };
  const pressed = (): void => {
    if (pending) return;
    if (confirm === undefined) void press();
    else setAsking(true);
  };

  return (
    <>
      <button
        type="button"
        className={`block-button ${parts.style ?? ''}`}
        aria-label={parts.spoken}
        aria-busy={pending}
        aria-disabled={pending}
        onClick={pressed}
      >
        {label}
      </button>
      {asking && confirm !== undefined && (
        <ConfirmDialog
          confirmation={confirm}
          onAnswer={(yes) => {
            setAsking(false);
            if (yes) void press();
          }}
        />
      )}
    </>
  );
}

function toldOf(answer: Answer<Done>, url: string | undefined): Told | null {
  // A refusal by the sandbox stands at the top of the page.
  if (!answer.ok) return null;
  const { failed, shown, ackedMs } = answer.value;
  if (failed !== undefined) return { text: `⚠ ${shown ?? 'This app did not respond. Try again.'}`, isBad: true };
  const leads = url === undefined ? '' : `Leads to ${url}, which the sandbox does not open. `;
  return { text: `${leads}Acknowledged in ${ackedMs} ms`, isBad: false };
}
