import type { Random } from './random.js';

/** Texts that have broken programs: quotes, SQL, patterns, paths, control characters, halves of characters, length. */
const TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '*',
    '%',
    '_',
    '?',
    '\\',
    '\\\\',
    "'",
    '"',
    '`',
    '$1',
    '::',
    '--',
    ';',
    '{}',
    '[]',
    'null',
    'undefined',
    '0',
  ],
  ...[
    "' OR 1=1 --",
    '"; DROP TABLE host; --',
    '../../etc/passwd',
    '%00',
    '\u0000',
    'a\u0000b',
    '\u001b[31m',
    '\r\nX: y',
  ],
  ...['\ud800', '\udc00a', '\u202e', '\ufeff', 'ä'.repeat(300), '💥', '=1+1', '@SUM(A1)', '<script>alert(1)</script>'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'x'.repeat(5_000),
    '('.repeat(50),
    '[a-',
    '(a+)+$',
    '10.0.0.0/8',
    '::1/129',
  ],
  ...['10.0.0', '300.1.1.1', 'fe80::1%eth0', '00000000-0000-0000-0000-000000000000', 'eth0', 'host/eth0', 'web'],
];

const NUMBERS: readonly number[] = [
  ...[0, 1, -1, 2, 50, 300, 301, 500, 501, 1_000, 86_400_000, 604_800_000, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1],
  ...[2 ** 53, -(2 ** 53), 1e21, 1e308, -1e308, 5e-324, 0.5, -0.5, 1.5, 1e-7],
];

const MOMENTS: readonly string[] = [
  ...[
    '1970-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '9999-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    '2038-01-19T03:14:08Z',
  ],
  ...['2026-11-20T12:00:00Z', '2026-11-20T11:59:59.999Z', '2026-11-20T13:00:00+01:00', '2026-11-20T12:00:00-23:59'],
  ...[
    '2026-02-30T00:00:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T25:00:00Z',
    '2026-11-20',
    '2026-11-20T12:00:00',
    'now',
  ],
  ...['+010000-01-01T00:00:00Z', '1e9', '1700000000', '', '2026-11-20T12:00:00.123456789Z', '2024-02-29T00:00:00Z'],
];

/** What is in the store, so that not all that is asked is unknown. */
export interface Known {
  readonly ids: readonly string[];
  /** ms since 1970, around which samples are stored. */
  readonly aroundMs: number;
}

/** Values that may or may not be right; nothing of them may break what they are given to. */
export class Values {
  constructor(
    private readonly random: Random,
    private readonly known: Known,
  ) {}

  text(): string {
    return this.random.chance(0.5) ? this.random.pick(this.known.ids) : this.random.pick(TEXTS);
  }

  id(): string {
    return this.random.chance(0.85) ? this.random.pick(this.known.ids) : this.random.pick(TEXTS);
  }

  number(): number {
    return this.random.chance(0.85) ? 1 + this.random.below(300) : this.random.pick(NUMBERS);
  }

  moment(): string {
    if (this.random.chance(0.08)) return this.random.pick(MOMENTS);
    const spanMs = 10 ** (1 + this.random.below(10));
    return new Date(this.known.aroundMs + Math.round((this.random.next() - 0.5) * spanMs)).toISOString();
  }

  /** Two moments, mostly in order. */
  range(): [from: string, to: string] {
    const [from, to] = [this.moment(), this.moment()];
    return Date.parse(from) > Date.parse(to) && this.random.chance(0.9) ? [to, from] : [from, to];
  }

  /** Of no kind in particular. */
  anything(): unknown {
    return this.random.pick<() => unknown>([
      ...[() => null, () => true, () => this.number(), () => this.text(), () => this.moment()],
      ...[() => [], () => [this.text(), null], () => ({}), () => ({ [this.text()]: this.number() }), () => [[[1]]]],
    ])();
  }
}
