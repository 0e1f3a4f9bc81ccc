import type { Vocabulary } from '../core/intent.js';
import { actionNames } from '../core/products.js';
import type { Target } from './deps.js';

/** What people may type about the configured targets. */
export function vocabularyOf(targets: ReadonlyMap<string, Target>): Vocabulary {
  return {
    targets: new Map(
      [...targets].map(([name, { profile }]) => {
        const actions = actionNames.filter((action) => action in profile.actions);
        return [name, { label: profile.label, actions, inquiries: profile.inquiries ?? [] }];
      }),
    ),
  };
}
