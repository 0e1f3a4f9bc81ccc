import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import type { Handler } from '../../src/jobs/handlers.js';
import { type Crew, makeCrew } from '../support/crew.js';
import { randomPrefix } from '../support/random-prefix.js';

const crews: Crew[] = [];
let prefix: string;

beforeEach(() => {
  prefix = randomPrefix();
});

afterEach(async () => {
  for (const crew of crews.splice(0)) {
    await crew.stop(1_000);
    crew.disconnect();
  }
});

function crewWatching(watch: Handler): Crew {
  const crew = makeCrew({ prefix, work: { watch } });
  crews.push(crew);
  return crew;
}

describe('a watch', () => {
  it('comes back when it asked to, again and again, and is never looked at twice at the same time', async () => {
    const looks: number[] = [];
    let now = 0;
    let most = 0;
    const look: Handler = async () => {
      looks.push(Date.now());
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 20));
      now -= 1;
      return Date.now() + 80;
    };
    const [first, second] = [crewWatching(look), crewWatching(look)];
    first.start();
    second.start();
    await first.ensureWatches(['confluence']);
    await second.ensureWatches(['confluence']);

    await expect.poll(() => looks.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(10);

    const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? at));
    expect(most).toBe(1);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(95);
  });

  it('survives failures of every kind, foreseen or not, and says so in the log', async () => {
    const failures = [new AppError('store-down', 'gone'), new TypeError('x is not a function')];
    const looks: string[] = [];
    const crew = crewWatching(async () => {
      const failure = failures.shift();
      looks.push(failure?.name ?? 'fine');
      if (failure !== undefined) throw failure;
      return Date.now() + 60_000;
    });
    crew.start();
    await crew.ensureWatches(['confluence']);

    await expect.poll(() => looks, { timeout: 10_000 }).toHaveLength(2);
    await crew.jobs.look('confluence');
    await expect.poll(() => looks, { timeout: 10_000 }).toEqual(['AppError', 'TypeError', 'fine']);

    const told = crew.log.lines.filter(({ level }) => level === 'warn' || level === 'error');
    expect(told.map(({ level }) => level)).toEqual(['warn', 'error']);
  });

  it('is brought forward when somebody wants to know now, also while it is being looked at', async () => {
    let looks = 0;
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const crew = crewWatching(async () => {
      looks += 1;
      if (looks === 1) await held;
      return Date.now() + 60_000;
    });
    crew.start();
    await crew.ensureWatches(['confluence']);
    await expect.poll(() => looks).toBe(1);

    const sooner = crew.jobs.look('confluence');
    finish();
    await sooner;

    await expect.poll(() => looks, { timeout: 5_000 }).toBe(2);
  });

  it('ends when it asks for no more, and begins again when it is ensured', async () => {
    let looks = 0;
    const crew = crewWatching(async () => {
      looks += 1;
      return undefined;
    });
    crew.start();
    await crew.ensureWatches(['confluence']);
    await expect.poll(() => looks).toBe(1);
    await crew.jobs.look('confluence');
    expect(looks).toBe(1);

    await expect
      .poll(
        async () => {
          await crew.ensureWatches(['confluence']);
          return looks;
        },
        { timeout: 5_000 },
      )
      .toBeGreaterThan(1);
  });
});

describe('stopping', () => {
  it('puts running jobs back, and another process has them at once', async () => {
    const begun: string[] = [];
    const hanging: Handler = (_data, signal) => {
      begun.push('first');
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('stopped')));
      });
    };
    const first = crewWatching(hanging);
    first.start();
    await first.ensureWatches(['confluence']);
    await expect.poll(() => begun).toEqual(['first']);

    const asked = Date.now();
    await first.stop(5_000);
    const took = Date.now() - asked;
    const second = crewWatching(async () => {
      begun.push('second');
      return Date.now() + 60_000;
    });
    second.start();

    await expect.poll(() => begun, { timeout: 2_000 }).toEqual(['first', 'second']);
    expect(took).toBeLessThan(2_000);
  });
});

describe('jobs of the other queues', () => {
  it('carry ids only, and the same one is not added twice', async () => {
    const seen: unknown[] = [];
    const note: Handler = async (data) => {
      seen.push(data);
      return undefined;
    };
    const crew = makeCrew({ prefix, work: { act: note, attend: note } });
    crews.push(crew);
    for (let time = 0; time < 3; time += 1) await crew.jobs.act('confluence', 12, 'r1');
    for (let time = 0; time < 3; time += 1) await crew.jobs.attend('confluence', 12, 'r1', Date.now() + 300);
    const asked = Date.now();
    crew.start();

    await expect.poll(() => seen).toHaveLength(2);
    expect(seen).toEqual([{ target: 'confluence', upgrade: 12, request: 'r1' }, { target: 'confluence' }]);
    expect(Date.now() - asked).toBeGreaterThanOrEqual(200);
  });
});
