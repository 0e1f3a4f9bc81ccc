import type { z } from 'zod';
import type { Ask } from '../../core/services.js';
import { fileFaults, readConfigNames, type UploadForm } from '../../core/uploads.js';
import { fileFieldId, uploadFields } from '../ids.js';
import { fileFaultWords, KEEP_SIZE, wrongNamesWords } from '../render/create-form.js';
import type { submissionPayload } from './payloads.js';

type FormValues = z.infer<typeof submissionPayload>['view']['state']['values'];

/** What a form with files asks for, or what is wrong with it, by field. */
export type UploadRead =
  | { readonly given: Pick<Ask, 'files' | 'size' | 'keep' | 'reason'> }
  | { readonly errors: Readonly<Record<string, string>> };

/** Reads a form with files that was sent. Slack's own checks are no checks: everything is checked again. */
export function readUploadForm(values: FormValues, uploads: UploadForm, maxBytes: number): UploadRead {
  const at = (name: string): FormValues[string][string] | undefined => values[name]?.[name];
  const { files: fields } = uploads;
  const files = fields.flatMap(({ field }) =>
    (at(fileFieldId(field))?.files ?? []).slice(0, 1).map((file) => ({ ...file, field })),
  );
  const keep = readConfigNames(at(uploadFields.keep)?.value ?? '');
  const faults = fileFaults(uploads, files, maxBytes).map(
    (fault) => [fileFieldId(fault.field), fileFaultWords(fault, uploads, maxBytes)] as const,
  );
  if (faults.length > 0 || keep === undefined) {
    const names = keep === undefined ? { [uploadFields.keep]: wrongNamesWords } : {};
    return { errors: { ...Object.fromEntries(faults), ...names } };
  }
  const size = at(uploadFields.size)?.selected_option?.value ?? KEEP_SIZE;
  const reason = at(uploadFields.reason)?.value?.trim() || undefined;
  return {
    given: {
      files,
      ...(size === KEEP_SIZE ? {} : { size }),
      ...(keep.length === 0 ? {} : { keep }),
      ...(reason === undefined ? {} : { reason }),
    },
  };
}
