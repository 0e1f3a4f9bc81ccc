import { readBaseUrl } from './urls.js';
import { Fault } from './values.js';

type Path = readonly PropertyKey[];

/** A problem before its value and line are looked up in the file. */
export interface Finding {
  readonly path: Path;
  readonly text: string;
}

/** The keys of a map; none for anything else, whose wrong type the schema reports. */
export function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;

/** Rules on several keys at once. They hold whatever else is wrong with the file, so that one run reports everything. */
export function crossChecks(file: unknown): Finding[] {
  const top = asMap(file);
  return [...redisChecks(asMap(top.redis)), ...targetsChecks(top)];
}

function redisChecks(redis: Readonly<Record<string, unknown>>): Finding[] {
  const sentinels = isSet(redis.sentinels);
  const cluster = isSet(redis.cluster);
  const notBoth = 'sentinels and cluster exclude each other; keep one, or neither and set REDIS_URL';
  const needsName = 'is missing; sentinels need the name of the master, such as mymaster';
  const stray = 'has a meaning only beside sentinels or cluster; otherwise it belongs in REDIS_URL';
  const strays = sentinels || cluster ? [] : ['username', 'password', 'tls'];
  const rules: readonly (readonly [key: string, broken: boolean, text: string])[] = [
    ['cluster', sentinels && cluster, notBoth],
    ['name', sentinels && !isSet(redis.name), needsName],
    ['name', !sentinels && isSet(redis.name), 'has a meaning only beside sentinels'],
    ['sentinels', isEmptyList(redis.sentinels), 'must name at least one host:port'],
    ['cluster', isEmptyList(redis.cluster), 'must name at least one host:port'],
    ...strays.map((key) => [key, isSet(redis[key]), stray] as const),
  ];
  return rules.filter(([, broken]) => broken).map(([key, , text]) => ({ path: ['redis', key], text }));
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const targetName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/;

function targetsChecks(top: Readonly<Record<string, unknown>>): Finding[] {
  const names = Object.keys(asMap(top.targets));
  if (names.length === 0) {
    return [
      {
        path: ['targets'],
        text: 'must name at least one target, each with product, url and auth (see config.example.yml)',
      },
    ];
  }
  const seen = new Map<string, string>();
  return names.flatMap((name) => {
    const path = ['targets', name];
    const findings = targetChecks(path, asMap(top.targets)[name], top);
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) findings.push({ path, text: `differs from ${twin} only by upper and lower case` });
    seen.set(name.toLowerCase(), name);
    if (targetName.test(name)) return findings;
    const text = "a target's name is 1 to 40 letters, digits, _ . or -, and begins with a letter or digit";
    return [{ path, text }, ...findings];
  });
}

function targetChecks(path: Path, value: unknown, top: Readonly<Record<string, unknown>>): Finding[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ path, text: 'must hold at least product, url and auth' }];
  }
  const target = asMap(value);
  const findings = ['product', 'url', 'auth']
    .filter((key) => !isSet(target[key]))
    .map((key) => ({ path: [...path, key], text: 'is missing' }));
  if (!isSet(target.channel) && !isSet(top.channel)) {
    findings.push({ path: [...path, 'channel'], text: 'is missing; set channel here or at the top of the file' });
  }
  const plainHttp = [target.allowHttp ?? top.allowHttp].some((allow) => allow === true || allow === 'true');
  const url =
    typeof target.url === 'string'
      ? readBaseUrl(target.url, plainHttp, 'use https, or set allowHttp: true')
      : undefined;
  if (url instanceof Fault) findings.push({ path: [...path, 'url'], text: url.text });
  return isSet(target.auth) ? [...findings, ...authChecks([...path, 'auth'], asMap(target.auth))] : findings;
}

function authChecks(path: Path, auth: Readonly<Record<string, unknown>>): Finding[] {
  const ways = 'write { token: "${NAME}" } or { username: "${NAME}", password: "${NAME}" }';
  const basic = isSet(auth.username) || isSet(auth.password);
  if (isSet(auth.token)) return basic ? [{ path, text: `token excludes username and password; ${ways}` }] : [];
  if (!basic) return [{ path, text: `holds neither a token nor username and password; ${ways}` }];
  const missing = ['username', 'password'].filter((key) => !isSet(auth[key]));
  const colon = typeof auth.username === 'string' && auth.username.includes(':');
  return [
    ...missing.map((key) => ({ path: [...path, key], text: 'is missing; username and password go together' })),
    ...(colon
      ? [{ path: [...path, 'username'], text: 'must not hold a colon: basic authentication cannot carry it' }]
      : []),
  ];
}

/** Everything under `auth` and the Redis password: what must never be shown, wherever else the same text stands. */
export function secretsOf(file: unknown): string[] {
  const top = asMap(file);
  const auths = Object.values(asMap(top.targets)).map((target) => asMap(asMap(target).auth));
  const values = auths.flatMap((auth) => [auth.token, auth.password]);
  return [...values, asMap(top.redis).password].filter((value) => typeof value === 'string');
}
