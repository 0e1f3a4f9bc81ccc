import type { Confirmation } from './blocks/fields.js';
import { Dialog } from './dialog.js';

interface ConfirmDialogProps {
  readonly confirmation: Confirmation;
  readonly onAnswer: (yes: boolean) => void;
}

/** The question that a button asks before it takes effect. */
export function ConfirmDialog({ confirmation, onAnswer }: ConfirmDialogProps) {
  const { title, text, confirm, deny, isDangerous } = confirmation;
  return (
    <Dialog label={title} className="confirm" onCancel={() => onAnswer(false)}>
      <h2>{title}</h2>
      <p className="confirm-text">{text}</p>
      <div className="dialog-buttons">
        <button type="button" onClick={() => onAnswer(false)}>
          {deny}
        </button>
        <button type="button" className={isDangerous ? 'danger' : 'primary'} onClick={() => onAnswer(true)}>
          {confirm}
        </button>
      </div>
    </Dialog>
  );
}
