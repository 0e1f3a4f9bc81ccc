import { describe, expect, it } from 'vitest';
import { describeActing } from './suite/acting.js';
import { describeObserving } from './suite/observing.js';
import { describeTrouble } from './suite/trouble.js';
import { type Open, type Traits, under, useAdapter } from './suite/under.js';

/** What the profile, as data, must keep. */
function describeProfile(open: Open): void {
  describe('the profile', () => {
    useAdapter(open);

    it('describes no state by the name of another', () => {
      const { states, nodeStates } = under.adapter.profile;
      const words = [...Object.values(states), ...Object.values(nodeStates)].map((meaning) => meaning.words).join('\n');

      for (const state of [...Object.keys(states), ...Object.keys(nodeStates)]) {
        expect(words).not.toMatch(new RegExp(`\\b${state}\\b`));
      }
    });

    it('tells done from not done for every action, by phase or by upgrade mode', () => {
      for (const action of Object.values(under.adapter.profile.actions)) {
        expect(action.doneWhen.some((phase) => action.from.includes(phase))).toBe(false);
        expect(action.from.every((phase) => action.notDoneWhen.includes(phase))).toBe(true);
      }
    });
  });
}

/** The conformance suite: called once per product and way to serve it. */
export function describeAdapter(name: string, open: Open, traits: Traits): void {
  describe(`the ${name} adapter`, () => {
    describeObserving(open, traits);
    describeActing(open, traits);
    describeTrouble(open);
    describeProfile(open);
  });
}
