import { useState } from 'react';
import { useDesk } from '../contexts.js';
import type { Deeds } from '../deeds.js';
import { fileRefusal } from './file-choice.js';
import { readBase64 } from './read-base64.js';

/** What is known of a file that was uploaded for a form. */
export interface Uploaded {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** Uploads files when they are chosen, as Slack does. `upload` resolves to the ids of those that were taken. */
export function useUploads(types: readonly string[]) {
  const { deeds } = useDesk();
  const [known, setKnown] = useState<readonly Uploaded[]>([]);
  const [told, setTold] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);

  const upload = async (files: readonly File[]): Promise<readonly string[]> => {
    setLoading(true);
    setTold(null);
    const uploaded: Uploaded[] = [];
    for (const file of files) {
      const result = fileRefusal(file, types) ?? (await uploadOne(deeds, file));
      if (typeof result === 'string') setTold(result);
      else uploaded.push(result);
    }
    setKnown((before) => [...before, ...uploaded]);
    setLoading(false);
    return uploaded.map(({ id }) => id);
  };

  return { upload, known, told, loading };
}

/** @returns why it failed, in words, or the file */
async function uploadOne(deeds: Deeds, file: File): Promise<Uploaded | string> {
  const content = await readBase64(file).catch((error: unknown) => {
    // A file that was moved away since it was chosen, or that this browser may not read.
    return error instanceof Error ? error : new Error(String(error));
  });
  if (content instanceof Error) return `${file.name} cannot be read: ${content.message}`;
  const answer = await deeds.upload(file.name, content);
  return answer.ok ? { id: answer.value.id, name: file.name, bytes: file.size } : answer.problem;
}
