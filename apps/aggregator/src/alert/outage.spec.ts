import { describe, expect, it } from '@jest/globals';
import { Evaluator } from './evaluate/evaluator.js';
import { SilenceClock } from './evaluate/silence-clock.js';
import { host, NOT_QUIET } from './lifecycle/alert.fixture.js';
import { Lifecycle } from './lifecycle/lifecycle.js';
import { messageOf } from './message/message.js';
import { Notifier } from './notify/notifier.js';
import { DEFAULT_PACE } from './notify/pace.js';
import { DEFAULT_RULES } from './rule/defaults.js';
import type { Rule } from './rule/rule.js';

const SECOND_MS = 1_000;
const PACES = new Map([['ops', DEFAULT_PACE]]);

/** All parts of it together over a few hosts, as a process runs them; what it is told it keeps as text, as a database does. */
class Process {
  readonly titles: string[] = [];
  private readonly evaluator: Evaluator;
  private readonly clock: SilenceClock;
  private readonly life: Lifecycle;
  private readonly notifier: Notifier;

  constructor(
    private readonly heardMs: Map<string, number>,
    nowMs: number,
    saved: string | null = null,
    private readonly rules: readonly Rule[] = DEFAULT_RULES,
  ) {
    const state =
      saved === null
        ? null
        : (JSON.parse(saved) as { life: ReturnType<Lifecycle['save']>; notifier: ReturnType<Notifier['save']> });
    this.life = (state && Lifecycle.restore(rules, state.life)) ?? Lifecycle.begin(rules);
    this.notifier = (state && Notifier.restore(PACES, state.notifier)) ?? Notifier.begin(PACES);
    this.clock = new SilenceClock(nowMs);
    this.evaluator = new Evaluator(rules);
    rules.forEach((rule, place) => {
      this.evaluator.watch(place, rule.per === 'host' ? [...heardMs.keys()] : rule.per === 'fleet' ? ['fleet'] : []);
      const lasting = this.life.current().filter(({ ruleId }) => ruleId === rule.id);
      const standings = lasting.map(({ subject, state, sinceMs, value }) => ({
        key: subject.key,
        isFiring: state !== 'pending',
        sinceMs,
        worst: value ?? NaN,
      }));
      this.evaluator.resume(place, standings);
    });
  }

  save(): string {
    return JSON.stringify({ life: this.life.save(), notifier: this.notifier.save() });
  }

  tick(nowMs: number): void {
    this.clock.tick(nowMs, Math.max(...this.heardMs.values()), this.heardMs.size, SECOND_MS);
    const hosts = this.evaluator.columnsOf('host');
    for (const [name, atMs] of this.heardMs)
      hosts.column('silentSeconds')[hosts.claim(name)] = this.clock.secondsOf(atMs, nowMs);
    const fleet = this.evaluator.columnsOf('fleet');
    fleet.column('silentSeconds')[fleet.claim('fleet')] = this.clock.fleetSeconds(nowMs);
    this.evaluator.evaluate(nowMs);
    for (const { kind, rule, key, value } of this.evaluator.transitions()) {
      const subject =
        key === 'fleet' ? { ...host('fleet'), level: 'fleet' as const, hostId: null, hostName: null } : host(key);
      this.life.take(kind, this.rules[rule]?.id ?? '', subject, value, nowMs);
    }
    for (const news of this.life.settle(nowMs, NOT_QUIET).news) this.notifier.note(news, ['ops']);
    for (const outgoing of this.notifier.due(nowMs, () => false)) {
      const told = outgoing.incidentIds.flatMap((id) => {
        const incident = this.life.incident(id);
        return incident ? [{ incident, alerts: this.life.alertsOf(id) }] : [];
      });
      const rules = new Map(this.rules.map((rule) => [rule.id, rule]));
      this.titles.push(`${outgoing.id} ${messageOf(outgoing, told, rules, { timeZone: 'UTC', baseUrl: null }).title}`);
    }
  }
}

/** Runs for some seconds, in which these hosts are heard. */
function run(
  one: Process,
  heardMs: Map<string, number>,
  fromSecond: number,
  untilSecond: number,
  alive: readonly string[],
): string[] {
  for (let second = fromSecond; second < untilSecond; second++) {
    for (const name of alive) heardMs.set(name, second * SECOND_MS);
    one.tick(second * SECOND_MS);
  }
  return one.titles.map((title) => title.slice(title.indexOf(' ') + 1));
}

describe('an outage', () => {
  const ALL = ['web-1', 'web-2', 'web-3'];
  const heardAt = (second: number): Map<string, number> => new Map(ALL.map((name) => [name, second * SECOND_MS]));

  it('of a host is one message, and its end one more', () => {
    const heardMs = heardAt(0);
    const one = new Process(heardMs, 0);
    run(one, heardMs, 0, 60, ALL);
    run(one, heardMs, 60, 200, ['web-1', 'web-2']);
    expect(run(one, heardMs, 200, 400, ALL)).toEqual([
      'Critical: web-3 has sent nothing for 31 s',
      'Over: web-3 has sent nothing for 2 min',
    ]);
  });

  it('is so too when the process is killed within it, whether its message was sent or not', () => {
    for (const killedAt of [80, 90, 91, 92, 100, 150]) {
      const heardMs = heardAt(0);
      const one = new Process(heardMs, 0);
      run(one, heardMs, 0, 60, ALL);
      const before = run(one, heardMs, 60, killedAt, ['web-1', 'web-2']);
      const another = new Process(heardMs, (killedAt + 5) * SECOND_MS, one.save());
      run(another, heardMs, killedAt + 5, 300, ['web-1', 'web-2']);
      const after = run(another, heardMs, 300, 400, ALL);
      expect([...before, ...after].map((title) => title.slice(0, 15))).toEqual(['Critical: web-3', 'Over: web-3 has']);
    }
  });

  it('tried again by another process is told under the same id', () => {
    const heardMs = heardAt(0);
    const one = new Process(heardMs, 0);
    run(one, heardMs, 0, 60, ALL);
    run(one, heardMs, 60, 91, ['web-1', 'web-2']);
    const saved = one.save();
    run(one, heardMs, 91, 100, ['web-1', 'web-2']);
    const another = new Process(heardMs, 95 * SECOND_MS, saved);
    run(another, heardMs, 95, 100, ['web-1', 'web-2']);
    expect(one.titles).toHaveLength(1);
    expect(another.titles.map((title) => title.split(' ')[0])).toEqual(one.titles.map((title) => title.split(' ')[0]));
  });

  it('of everybody is one message of the fleet, and none of each host, on the way back neither', () => {
    const heardMs = heardAt(0);
    const one = new Process(heardMs, 0);
    run(one, heardMs, 0, 60, ALL);
    run(one, heardMs, 60, 600, []);
    run(one, heardMs, 600, 610, ['web-1']);
    expect(run(one, heardMs, 610, 700, ALL)).toEqual([
      'Critical: no host sends data any more',
      'Over: no host sends data any more',
    ]);
  });

  it('of the fleet after which one host stays away is told of both', () => {
    const heardMs = heardAt(0);
    const one = new Process(heardMs, 0);
    run(one, heardMs, 0, 60, ALL);
    run(one, heardMs, 60, 120, []);
    const titles = run(one, heardMs, 120, 200, ['web-1', 'web-2']);
    expect(titles).toEqual([
      'Critical: no host sends data any more',
      'Over: no host sends data any more',
      'Critical: web-3 has sent nothing for 91 s',
    ]);
  });
});
