import { useCallback, useState } from 'react';
import { type Act, type Answer, type Body, post } from './control.js';

/** Acts on the sandbox, and the newest refusal until it is put away. */
export function useAct(): { readonly act: Act; readonly notice: string | null; readonly dismiss: () => void } {
  const [notice, setNotice] = useState<string | null>(null);
  const act = useCallback(async <T>(path: string, body?: Body): Promise<Answer<T>> => {
    const answer = await post<T>(path, body);
    setNotice(answer.ok ? null : answer.problem);
    return answer;
  }, []);
  const dismiss = useCallback(() => setNotice(null), []);
  return { act, notice, dismiss };
}
