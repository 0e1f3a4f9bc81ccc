import { describe, expect, it } from 'vitest';
import { productNames } from '../../src/core/products.js';
import { loaded, problems } from '../support/config-files.js';

const fileWith = (product: string, more = ''): string => `
channel: C0OPS
targets:
  it:
    product: ${product}
    url: https://it.example.com
    auth: { username: bot, password: pa55word }
    ${more}
`;

describe('a target of each product', () => {
  it.each(productNames)('%s needs no more than product, url and auth', (product) => {
    expect(loaded({ file: fileWith(product) }).targets.it).toMatchObject({ product, layout: 'auto' });
  });

  it.each(['bitbucket', 'confluence'])('%s may have a layout', (product) => {
    const { targets } = loaded({ file: fileWith(product, 'layout: /rest/zdu/cluster') });
    expect(targets.it?.layout).toBe('/rest/zdu/cluster');
  });

  it('jira has one place for its calls: a layout other than auto is refused', () => {
    expect(problems({ file: fileWith('jira', 'layout: /rest/zdu') })).toEqual([
      expect.stringMatching(/targets\.it\.layout = "\/rest\/zdu": must be auto, or be left out/),
    ]);
    expect(loaded({ file: fileWith('jira', 'layout: auto') }).targets.it?.layout).toBe('auto');
  });

  it('may have retry approved by a second person', () => {
    const { targets } = loaded({ file: fileWith('jira', 'approval: { actions: [retry] }') });
    expect(targets.it?.approval.actions).toEqual(['retry']);
  });
});
