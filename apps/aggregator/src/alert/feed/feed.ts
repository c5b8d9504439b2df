import { Logger } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { decodePatterns, PATTERN_SUBJECT } from '@weir/model';
import type { Pool } from 'pg';
import { Ear } from '../../analyse/runner/ear.js';
import { Load } from '../../analyse/runner/load.js';
import { Bell } from '../../background/bell.js';
import { Outage } from '../../background/outage.js';
import { pause } from '../../background/pause.js';
import type { Filter } from '../../query/filter.js';
import type { Evaluator } from '../evaluate/evaluator.js';
import { SilenceClock } from '../evaluate/silence-clock.js';
import type { Subject } from '../lifecycle/alert.js';
import type { Churn } from '../lifecycle/churn.js';
import type { Level } from '../rule/figures.js';
import { LEVELS } from '../rule/figures.js';
import type { Rule } from '../rule/rule.js';
import { Catalogue } from './catalogue.js';
import { Changes } from './changes.js';
import { FedHosts } from './fed-hosts.js';
import { Findings } from './findings.js';
import { Scopes } from './scopes.js';
import { Scoring } from './scoring.js';
import { Stopped } from './stopped.js';
import { Surroundings } from './surroundings.js';
import { subjectOf } from './watched.js';
import { Watching } from './watching.js';

/** What a feed is made of. Times are ms since 1970. */
export interface FeedParts {
  readonly pool: Pool;
  readonly connection: NatsConnection;
  /** When this process began to look: hosts have some time from then on to be heard. */
  readonly nowMs: number;
  /** Until when changes were taken in before, by whoever looked then; null where nobody did. What came since is read from the store. */
  readonly sinceMs: number | null;
}

/** A change or a pattern that a rule waits for, of something that its scope matches. */
export interface Told {
  /** `over` = the pattern ended, or was taken back: of that rule and subject none is left. */
  readonly kind: 'told' | 'over';
  readonly ruleId: string;
  readonly subject: Subject;
  readonly text: string;
  /** Strength of a pattern; null of a change. */
  readonly value: number | null;
  /** When a change is no longer shown; null of a pattern, which lasts until it is over. */
  readonly untilMs: number | null;
}

/** What a rule no longer watches though it was not fine: it went, or the scope matches it no more. */
export interface Gone {
  readonly ruleId: string;
  readonly subject: Subject;
  readonly value: number;
}

/** What happened since the last look, beside figures; to be taken in this order. */
export interface Happened {
  readonly churns: readonly { readonly churn: Churn; readonly atMs: number }[];
  readonly gone: readonly Gone[];
  readonly told: readonly Told[];
}

const ROUND_MS = 1_000;
const HOSTS_EVERY_MS = 5_000;
/** Somewhere something comes or goes in every second: what rules watch is found no more often than this. */
const WATCHES_EVERY_MS = 5_000;
/** At the latest after so long all is read again; what scopes match as well when an inventory changed. */
const ALL_EVERY_MS = 30_000;

/**
 * What all rules look at, as it comes: figures of everything that they watch, written into the columns of the evaluator; changes and
 * patterns, laid to the rules that wait for them; and what each scope matches. One process holds one, for as long as it runs the rules:
 *
 *     const feed = await Feed.open({ pool, connection, nowMs, sinceMs });
 *     await feed.attach(new Evaluator(rules), quietScopes);   // again whenever rules, silences or windows change
 *     evaluator.resume(…), lifecycle.take('gone', …) of alerts whose subject is not watched
 *     every second: const { churns, gone, told } = feed.fill(nowMs); evaluator.evaluate(nowMs);
 */
export class Feed {
  private readonly logger = new Logger('alert');
  private readonly looking = new Outage('reading what rules watch', this.logger);
  private readonly laying = new Outage('reading what changed and what was found', this.logger);
  private readonly learning = new Outage('reading what is usual for what is scored', this.logger);
  private readonly closed = new AbortController();
  private readonly bell = new Bell();
  private readonly hosts: FedHosts;
  private readonly changes: Changes;
  private readonly findings: Findings;
  private readonly stopped: Stopped;
  private readonly scoring: Scoring;
  private readonly around: Surroundings;
  private readonly clock: SilenceClock;
  private readonly toldPatterns = new Set<string>();
  private catalogue = new Catalogue([]);
  private scopes = new Scopes();
  private watching: Watching | null = null;
  private quietScopes: readonly Filter[] = [];
  private isWatchDue = false;
  private isLearning = false;
  private allAtMs = -Infinity;
  private hostsAtMs = -Infinity;
  private watchAtMs = -Infinity;
  private stops: (() => void)[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(private readonly parts: FeedParts) {
    const { pool, nowMs } = parts;
    this.hosts = new FedHosts(pool);
    this.changes = new Changes(pool);
    this.findings = new Findings(pool);
    this.stopped = new Stopped(pool);
    this.scoring = new Scoring(pool);
    this.clock = new SilenceClock(nowMs);
    this.around = new Surroundings(pool, this.clock, this.hosts, this.scoring);
  }

  /** Begins to hear what hosts tell, and reads what there is. Throws where the store cannot be read. */
  static async open(parts: FeedParts): Promise<Feed> {
    const feed = new Feed(parts);
    feed.hear();
    try {
      await feed.hosts.look(parts.nowMs);
      await feed.stopped.read();
      await feed.changes.readSince(parts.sinceMs ?? parts.nowMs, parts.nowMs);
    } catch (error) {
      feed.close();
      throw error;
    }
    feed.catalogue = feed.catalogued();
    void feed.run();
    return feed;
  }

  /**
   * From now on these rules are run: reads what they match, and calls `watch` of this evaluator. What is told by `gone` is of
   * this evaluator alone. Throws where the store cannot be read; the rules of before are run on then.
   */
  attach(evaluator: Evaluator, quietScopes: readonly Filter[]): Promise<void> {
    return this.inTurn(() => this.attachNow(evaluator, quietScopes, Date.now()));
  }

  /** Writes the figures of now into the columns; answers what else happened since the last call. */
  fill(nowMs: number): Happened {
    for (const { rates } of this.hosts.all) rates.settle(nowMs);
    this.around.tick(nowMs);
    const { churns, told } = this.changes.take();
    const gone = [...this.leaveOut(churns, nowMs), ...this.watch(nowMs)];
    if (this.watching) this.scoring.add(this.watching, nowMs, this.around);
    this.watching?.write(nowMs, this.around);
    return { churns, gone, told: [...told, ...this.findings.take()] };
  }

  /** What is watched by this key; undefined where nothing is, and was not at the look before either. */
  subject(level: Level, key: string): Subject | undefined {
    const thing = this.watching?.thing(level, key) ?? this.catalogue.things(level).get(key);
    return thing && subjectOf(thing);
  }

  /** Whether a rule watches it: of a rule on patterns, whether one that it waits for lasts there; of one on changes, whether it is known. */
  watches(ruleId: string, key: string): boolean {
    const { rules } = this.watching?.evaluator ?? { rules: [] };
    const place = rules.findIndex(({ id }) => id === ruleId);
    const rule = rules[place];
    if (!rule) return false;
    if (rule.condition.kind === 'pattern') return this.findings.has(ruleId, key);
    if (rule.condition.kind === 'change') return true;
    return this.watching?.watches(place, key) === true;
  }

  /** Whether one of the scopes given to `attach`, of a rule or of quiet, matches a subject; false where it was not given. */
  covers(scope: Filter, subject: Subject): boolean {
    return this.scopes.covers(scope, subject);
  }

  /** How many things rules watch, each once a rule. */
  get watchedCount(): number {
    return this.watching?.evaluator.watchedCount ?? 0;
  }

  /** Since when nobody is heard, so that rules on absence pause; null where somebody is. */
  get pausedSinceMs(): number | null {
    return this.clock.pausedSince;
  }

  /** Hears nothing any more. */
  close(): void {
    this.closed.abort();
    this.bell.ring();
    for (const stop of this.stops) stop();
  }

  private leaveOut(churns: Happened['churns'], nowMs: number): Gone[] {
    const stopped = new Set<string>();
    for (const { churn } of churns) {
      this.stopped.note(churn, nowMs);
      if (churn.isStopped) stopped.add(churn.containerId);
      else stopped.delete(churn.containerId);
      this.isWatchDue = true;
    }
    return this.watching?.leaveOut(stopped) ?? [];
  }

  /** Finds what rules watch anew, where that may have changed. */
  private watch(nowMs: number): Gone[] {
    if (!this.watching || !this.isWatchDue || !isOver(this.watchAtMs, WATCHES_EVERY_MS, nowMs)) return [];
    [this.isWatchDue, this.watchAtMs] = [false, nowMs];
    return this.watching.look(this.known());
  }

  private async attachNow(evaluator: Evaluator, quietScopes: readonly Filter[], nowMs: number): Promise<void> {
    const scopes = new Scopes();
    await scopes.read(this.parts.pool, asked(evaluator.rules, quietScopes), this.scopes);
    await this.findings.look(waitingFor(evaluator.rules, 'pattern'), this.catalogue, null, nowMs);
    await this.around.read(evaluator.rules);
    [this.scopes, this.quietScopes, this.watching] = [scopes, quietScopes, new Watching(evaluator)];
    this.watching.look(this.known());
    [this.allAtMs, this.watchAtMs, this.isWatchDue] = [nowMs, nowMs, false];
    this.bell.ring();
  }

  private hear(): void {
    const { connection } = this.parts;
    const ear = new Ear(
      {
        wants: (hostId) => this.hosts.get(hostId) !== undefined,
        traffic: (message, atMs, nowMs) => this.hosts.get(message.host)?.rates.take(message, atMs, nowMs),
        state: (message, nowMs) => this.hosts.hearState(message, nowMs),
        event: (message) => {
          this.changes.hear(message, Date.now());
          this.bell.ring();
        },
      },
      new Load(),
    );
    const patterns = connection.subscribe(PATTERN_SUBJECT, {
      callback: (error, message) => {
        const decoded = error ? null : decodePatterns(message.data);
        if (!decoded?.ok) return;
        for (const id of [...decoded.value.changed, ...decoded.value.gone]) this.toldPatterns.add(String(id));
        this.bell.ring();
      },
    });
    this.stops = [ear.listen(connection), () => patterns.unsubscribe()];
  }

  /** What is read runs beside the looks, which wait for nothing. */
  private async run(): Promise<void> {
    const { signal } = this.closed;
    while (!signal.aborted) {
      await Promise.race([pause(ROUND_MS, signal), this.bell.heard()]);
      // What waited to be woken is let go: where nothing happens, one would be added each second.
      this.bell.ring();
      if (signal.aborted) return;
      const nowMs = Date.now();
      await this.laying.trying(() => this.inTurn(() => this.lay(nowMs)));
      await this.looking.trying(() => this.inTurn(() => this.look(nowMs)));
      this.learn(nowMs);
    }
  }

  /** Days are read for it, which others do not wait for. */
  private learn(nowMs: number): void {
    const { watching } = this;
    if (!watching || this.isLearning) return;
    this.isLearning = true;
    void this.learning
      .trying(() => this.scoring.begin(watching, nowMs))
      .finally(() => {
        this.isLearning = false;
      });
  }

  /** One after another: none sees what another has read of half. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async look(nowMs: number): Promise<void> {
    const isTime = isOver(this.hostsAtMs, HOSTS_EVERY_MS, nowMs);
    const isNew = isTime && (await this.hosts.look(nowMs));
    if (isTime) this.hostsAtMs = nowMs;
    if (isNew) this.catalogue = this.catalogued();
    const { watching } = this;
    const isAllDue = isOver(this.allAtMs, ALL_EVERY_MS, nowMs);
    if (!watching || (!isNew && !isAllDue)) return;
    const { rules } = watching.evaluator;
    const scopes = new Scopes();
    await scopes.read(this.parts.pool, asked(rules, this.quietScopes), this.scopes);
    await this.around.read(rules);
    this.scopes = scopes;
    this.isWatchDue = true;
    if (isAllDue) await this.readAll(rules, nowMs);
  }

  private async readAll(rules: readonly Rule[], nowMs: number): Promise<void> {
    await this.findings.look(waitingFor(rules, 'pattern'), this.catalogue, null, nowMs);
    await this.changes.readSince(this.parts.sinceMs ?? this.parts.nowMs, nowMs);
    this.allAtMs = nowMs;
  }

  private async lay(nowMs: number): Promise<void> {
    const rules = this.watching?.evaluator.rules;
    if (!rules) return;
    if (this.changes.isWaiting) await this.changes.lay(waitingFor(rules, 'change'), this.catalogue, nowMs);
    const ids = [...this.toldPatterns];
    if (ids.length === 0) return;
    await this.findings.look(waitingFor(rules, 'pattern'), this.catalogue, ids, nowMs);
    for (const id of ids) this.toldPatterns.delete(id);
  }

  private catalogued(): Catalogue {
    return new Catalogue(this.hosts.inventories, () => this.around.quotas);
  }

  private known(): Parameters<Watching['look']>[0] {
    const { catalogue, scopes, hosts, stopped } = this;
    return {
      catalogue,
      scopes,
      hostOf: (id) => hosts.get(id),
      isStopped: (container) => stopped.has(container, Date.now()),
    };
  }
}

/** Whether so much has passed since; a clock that was set back holds nothing up. */
function isOver(sinceMs: number, everyMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - sinceMs) >= everyMs;
}

function waitingFor(rules: readonly Rule[], kind: 'change' | 'pattern'): Rule[] {
  return rules.filter(({ condition, isEnabled }) => isEnabled && condition.kind === kind);
}

/** Silences may be of whatever a rule watches. */
function asked(rules: readonly Rule[], quietScopes: readonly Filter[]): { level: Level; filter: Filter }[] {
  const levels = LEVELS.filter((level) => rules.some(({ per }) => per === level));
  return [
    ...rules.map(({ per: level, scope: filter }) => ({ level, filter })),
    ...quietScopes.flatMap((filter) => levels.map((level) => ({ level, filter }))),
  ];
}
