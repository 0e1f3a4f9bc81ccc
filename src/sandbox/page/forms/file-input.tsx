import { useState } from 'react';
import { useDesk } from '../contexts.js';
import { sizeWords } from '../words/plain.js';
import type { ElementProps } from './field.js';
import { readBase64 } from './read-base64.js';

/** What is known of a file that was uploaded for a form. */
interface Uploaded {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** Files are uploaded when they are chosen, as Slack does; the form then names them by their ids. */
export function FileInput({ input, state, onChange, id, describedBy, isWrong }: ElementProps) {
  const { deeds } = useDesk();
  const { element } = input;
  const [known, setKnown] = useState<readonly Uploaded[]>([]);
  const [loading, setLoading] = useState(false);
  const ids = Array.isArray(state.files) ? state.files.map(String) : [];
  const most = typeof element.max_files === 'number' ? element.max_files : 10;
  const types = Array.isArray(element.filetypes) ? element.filetypes.map((type) => `.${type}`) : [];
  const give = (files: readonly string[]): void => onChange({ type: element.type, files });

  const choose = async (list: FileList | null): Promise<void> => {
    const files = [...(list ?? [])].slice(0, most - ids.length);
    setLoading(true);
    const uploaded: Uploaded[] = [];
    for (const file of files) {
      const answer = await deeds.upload(file.name, await readBase64(file));
      if (answer.ok) uploaded.push({ id: answer.value.id, name: file.name, bytes: file.size });
    }
    setKnown((before) => [...before, ...uploaded]);
    setLoading(false);
    give([...ids, ...uploaded.map((file) => file.id)]);
  };

  return (
    <div className="files">
      {ids.map((fileId) => {
        const file = known.find((one) => one.id === fileId);
        return (
          <p key={fileId} className="file-chosen">
            <strong>{file?.name ?? fileId}</strong> <span className="soft">{sizeWords(file?.bytes ?? 0)}</span>
            <button
              type="button"
              className="quiet"
              aria-label={`Remove ${file?.name ?? fileId}`}
              onClick={() => give(ids.filter((one) => one !== fileId))}
            >
              ✕
            </button>
          </p>
        );
      })}
      {ids.length < most && (
        <input
          id={id}
          type="file"
          accept={types.join(',')}
          multiple={most > 1}
          disabled={loading}
          aria-describedby={describedBy}
          aria-invalid={isWrong}
          onChange={(event) => void choose(event.currentTarget.files)}
        />
      )}
      <p className="soft" role="status">
        {loading ? 'Uploading…' : ''}
      </p>
    </div>
  );
}
