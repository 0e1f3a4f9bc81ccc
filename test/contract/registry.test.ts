import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { registry } from '../../src/adapters/registry.js';
import { productNames } from '../../src/core/products.js';

describe('the registry of products', () => {
  it('has exactly the products that the configuration knows, each with its own profile', () => {
    expect(Object.keys(registry).sort()).toEqual([...productNames].sort());
    for (const name of productNames) expect(registry[name].profile.product).toBe(name);
  });

  it.each(productNames)('has a contract test for %s', (name) => {
    expect(existsSync(new URL(`${name}.test.ts`, import.meta.url))).toBe(true);
  });

  it('always asks a second person for the step without a way back', () => {
    for (const { profile } of Object.values(registry)) {
      const { approve, complete } = profile.actions;
      expect((approve ?? complete)?.alwaysApproved).toBe(true);
    }
  });
});
