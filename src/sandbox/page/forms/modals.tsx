import type { ViewShown } from '../../control/shown.js';
import { textIn } from '../blocks/fields.js';
import { useDesk } from '../contexts.js';
import { Dialog } from '../dialog.js';
import { ModalForm } from './modal-form.js';

/** The forms that are open, in one dialog: the topmost shows, those below keep what was put into them. */
export function Modals({ modals }: { readonly modals: readonly ViewShown[] }) {
  const { deeds } = useDesk();
  const top = modals.at(-1);
  if (top === undefined) return null;
  return (
    <Dialog label={textIn(top.view.title)} className="modal" about={top.id} onCancel={() => void deeds.close(top.id)}>
      {modals.map((view) => (
        <ModalForm key={view.id} shown={view} isTop={view === top} isStacked={modals.length > 1} />
      ))}
    </Dialog>
  );
}
