import { sizeWords } from '../words/plain.js';
import type { ElementProps } from './field.js';
import { useUploads } from './use-uploads.js';

/** Files to choose, and those chosen: the form names them by their ids. */
export function FileInput({ input, state, onChange, id, describedBy, isWrong }: ElementProps) {
  const { element } = input;
  const ids = Array.isArray(state.files) ? state.files.map(String) : [];
  const most = typeof element.max_files === 'number' ? element.max_files : 10;
  const types = Array.isArray(element.filetypes) ? element.filetypes.map((type) => `.${type}`) : [];
  const { upload, known, told, loading } = useUploads(types);
  const give = (files: readonly string[]): void => onChange({ type: element.type, files });
  const choose = async (list: FileList | null): Promise<void> => {
    const files = [...(list ?? [])].slice(0, most - ids.length);
    give([...ids, ...(await upload(files))]);
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
      <p role="status">
        {loading && <span className="soft">Uploading…</span>}
        {told !== null && <span className="field-problem">{told}</span>}
      </p>
    </div>
  );
}
