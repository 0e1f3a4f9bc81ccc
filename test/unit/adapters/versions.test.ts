import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registry } from '../../../src/adapters/registry.js';
import { type ProductName, productNames } from '../../../src/core/products.js';

const obstacle = (product: ProductName, from: string, to: string) =>
  registry[product].profile.versionObstacle(from, to);

/** What each product allows, and a part of the reason where it does not. */
const paths: readonly (readonly [ProductName, from: string, to: string, reason: RegExp | undefined])[] = [
  ['bitbucket', '9.4.2', '9.4.3', undefined],
  ['bitbucket', '9.4.2', '9.4.19', undefined],
  ['bitbucket', '9.4', '9.4.1', undefined],
  ['bitbucket', '9.4.2', '9.5.0', /more than a bug-fix release/],
  ['bitbucket', '8.19.9', '9.0.0', /more than a bug-fix release/],
  ['bitbucket', '9.4.3', '9.4.2', /not newer/],
  ['confluence', '7.7.4', '7.7.5', /begin with 7\.8/],
  ['confluence', '7.8.1', '7.8.3', undefined],
  ['confluence', '7.13.0', '7.14.0', /only bug-fix releases/],
  ['confluence', '7.14.0', '7.15.2', undefined],
  ['confluence', '7.14.0', '7.16.0', /more than one feature version/],
  ['confluence', '8.5.7', '9.0.1', /platform upgrade/],
  ['confluence', '9.2.13', '9.2.21', undefined],
  ['jira', '9.4.30', '9.12.15', undefined],
  ['jira', '9.4.30', '9.4.31', undefined],
  ['jira', '10.3.1', '10.7.0', undefined],
  ['jira', '9.17.5', '10.0.0', /would not start/],
  ['jira', '8.20.1', '10.3.0', /would not start/],
  ['jira', '7.2.9', '7.3.0', /begin with 7\.3/],
  ['jira', '7.3.0', '7.13.0', undefined],
  ['jira', '9.12.15', '9.4.30', /not newer/],
];

describe('a rolling upgrade of', () => {
  it.each(paths)('%s from %s to %s is judged', (product, from, to, reason) => {
    const found = obstacle(product, from, to);
    if (reason === undefined) expect(found).toBeUndefined();
    else expect(found?.reason).toMatch(reason);
  });

  it.each(['bitbucket', 'jira'] as const)('%s names downtime as the way out where the jump is too far', (product) => {
    expect(obstacle(product, '9.4.0', '10.0.0')?.remedy).toMatch(/^plan an upgrade with downtime/);
  });

  it('Jira across majors says what would happen to the node and to the cluster', () => {
    expect(obstacle('jira', '9.17.5', '10.0.0')).toEqual({
      reason:
        'from 9.17.5 to 10.0.0 the first upgraded node would not start, and the cluster would be stuck in upgrade mode',
      remedy: 'plan an upgrade with downtime, or name a version of Jira 9',
    });
  });
});

/** Products that are upgraded node by node; one that upgrades itself in stages is told a release when it is created. */
const rolling = productNames.filter((name) => registry[name].profile.stages === undefined);

describe.each(rolling)('the version rule of %s', (product) => {
  const version = fc.tuple(fc.integer({ min: 7, max: 11 }), fc.nat(30), fc.nat(40)).map((parts) => parts.join('.'));

  it('never allows the same version or a way back', () => {
    fc.assert(
      fc.property(version, version, (one, other) => {
        const both = [obstacle(product, one, other), obstacle(product, other, one)];
        expect(both.filter((found) => found === undefined).length).toBeLessThanOrEqual(1);
        expect(obstacle(product, one, one)?.reason).toContain('not newer');
      }),
    );
  });

  it('never allows another major', () => {
    fc.assert(
      fc.property(version, version, (one, other) => {
        fc.pre(one.split('.')[0] !== other.split('.')[0]);
        expect(obstacle(product, one, other)).toBeDefined();
      }),
    );
  });

  it('gives a reason and a remedy for everything it refuses, whatever was typed', () => {
    fc.assert(
      fc.property(version, fc.oneof(version, fc.string()), (from, to) => {
        const found = obstacle(product, from, to);
        fc.pre(found !== undefined);
        expect(found?.reason).not.toBe('');
        expect(found?.remedy).not.toBe('');
      }),
    );
  });

  it('does not hold an unreadable version of our own nodes against the upgrade', () => {
    expect(obstacle(product, 'built-by-hand', '9.4.3')).toBeUndefined();
  });

  it.each(['next', '', '9', 'v9.4.3', '9.4.3; rm', '9.4.3.2'])('takes "%s" for no version', (to) => {
    expect(obstacle(product, '9.4.2', to)?.reason).toContain('is no version');
  });
});

describe('the releases of Instabase', () => {
  it.each([
    ['23.04.3', '23.04.4'],
    ['23.04.3', '23.10.0'],
    ['23.9.1', '23.10.0'],
    ['23.04', '23.04.1'],
    ['22.08.0', '24.01'],
  ])('may go from %s up to %s', (from, to) => {
    expect(obstacle('instabase', from, to)).toBeUndefined();
  });

  it.each([
    ['23.04.3', '23.04.3'],
    ['23.04.0', '23.04'],
    ['23.10.0', '23.9.1'],
    ['24.01', '23.10.7'],
  ])('never go from %s to %s, and it is said what can be done', (from, to) => {
    expect(obstacle('instabase', from, to)).toEqual({
      reason: `${to} is not higher than ${from}`,
      remedy: 'choose a higher release; Deployment Manager cannot go back to an earlier one',
    });
  });

  it('never go back, whatever their numbers are', () => {
    const release = fc.tuple(fc.integer({ min: 20, max: 30 }), fc.nat(12), fc.nat(20)).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(release, release, (one, other) => {
        const both = [obstacle('instabase', one, other), obstacle('instabase', other, one)];
        expect(both.filter((found) => found === undefined)).toHaveLength(one === other ? 0 : 1);
      }),
    );
  });

  it('prove nothing when one of them is no release number', () => {
    expect(obstacle('instabase', 'nightly', '23.04.3')).toBeUndefined();
    expect(obstacle('instabase', '23.04.3', 'nightly')).toBeUndefined();
  });
});
