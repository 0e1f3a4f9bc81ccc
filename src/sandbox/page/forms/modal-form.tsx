import { Fragment, useEffect, useRef, useState } from 'react';
import type { BlockShown, ViewShown } from '../../control/shown.js';
import { Blocks } from '../blocks/blocks.js';
import { textIn } from '../blocks/fields.js';
import { useDesk } from '../contexts.js';
import { Field } from './field.js';
import { type Filled, inputIn, inputsIn, missingIn, stateOf, valuesOf, withState } from './inputs.js';

interface ModalFormProps {
  readonly shown: ViewShown;
  readonly isTop: boolean;
  /** There is a form below, to which closing returns. */
  readonly isStacked: boolean;
}

type Problems = Readonly<Record<string, string>>;

const TROUBLE = 'We had some trouble connecting. Try again?';

/** One modal: what the bot sent, with inputs that can be filled in. */
export function ModalForm({ shown, isTop, isStacked }: ModalFormProps) {
  const { deeds } = useDesk();
  const [filled, setFilled] = useState<Filled>({});
  const [problems, setProblems] = useState<Problems>({});
  const [trouble, setTrouble] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const { view, id } = shown;
  const submitWords = textIn(view.submit);

  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (Object.keys(problems).length > 0)
      form.current?.querySelector<HTMLElement>('.field-wrong :is(input, select, textarea)')?.focus();
  }, [problems]);

  const submit = async (): Promise<void> => {
    const inputs = inputsIn(view.blocks);
    const missing = missingIn(inputs, filled);
    setProblems(missing);
    if (Object.keys(missing).length > 0) return;
    setSending(true);
    setTrouble(null);
    const answer = await deeds.submit(id, valuesOf(inputs, filled));
    setSending(false);
    if (!answer.ok) setTrouble(answer.problem);
    else if (answer.value.failed !== undefined) setTrouble(answer.value.shown ?? TROUBLE);
    else setProblems(answer.value.errors ?? {});
  };

  return (
    <form
      ref={form}
      className="modal-form"
      hidden={!isTop}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!sending) void submit();
      }}
    >
      <header className="modal-head">
        <h2>{textIn(view.title)}</h2>
        <button type="button" className="quiet" aria-label="Close" onClick={() => void deeds.close(id)}>
          ✕
        </button>
      </header>
      <div className="modal-body">
        {view.blocks.map((block, index) => (
          <Fragment key={textIn(block.block_id) || String(index)}>
            <FormBlock block={block} view={id} filled={filled} problems={problems} onChange={setFilled} />
          </Fragment>
        ))}
        <p className="field-problem" role="alert">
          {trouble}
        </p>
      </div>
      <footer className="dialog-buttons">
        <button type="button" onClick={() => void deeds.close(id)}>
          {textIn(view.close) || (isStacked ? 'Back' : 'Close')}
        </button>
        {submitWords !== '' && (
          <button type="submit" className="primary" aria-busy={sending} aria-disabled={sending}>
            {submitWords}
          </button>
        )}
      </footer>
    </form>
  );
}

interface FormBlockProps {
  readonly block: BlockShown;
  readonly view: string;
  readonly filled: Filled;
  readonly problems: Problems;
  readonly onChange: (change: (before: Filled) => Filled) => void;
}

function FormBlock({ block, view, filled, problems, onChange }: FormBlockProps) {
  const input = inputIn(block);
  if (input === undefined) return <Blocks blocks={[block]} holder={{ kind: 'view', id: view }} />;
  return (
    <Field
      input={input}
      state={stateOf(filled, input)}
      problem={problems[input.block]}
      onChange={(state) => onChange((before) => withState(before, input, state))}
    />
  );
}
