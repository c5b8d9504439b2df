import { Logger } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { ALERT_SETTING_SUBJECT } from '@weir/model';
import type { Pool } from 'pg';
import { Outage } from '../../background/outage.js';
import { pause } from '../../background/pause.js';
import { forgetAlerts } from '../../store/alerts/forget-alerts.js';
import { readLives } from '../../store/alerts/lives.js';
import { readRequests } from '../../store/alerts/requests.js';
import { writeWatch } from '../../store/alerts/watch.js';
import { Feed } from '../feed/feed.js';
import type { Lifecycle } from '../lifecycle/lifecycle.js';
import type { Setting } from '../message/message.js';
import { Notifier, type SavedNotifier } from '../notify/notifier.js';
import { quietAt } from '../quiet/quiet.js';
import { Keeping } from './keeping.js';
import { tellQuietTimes } from './quiet-times.js';
import { restored } from './rows.js';
import { type AlertSettings, channelsOf, readSettings } from './settings.js';
import { lookOf, msUntilNext } from './timing.js';
import { Watcher } from './watcher.js';

/** Agents are heard within this: what was suspected before a hand-over is not taken for unknown. */
const FIRST_LOOK_AFTER_MS = 2_000;
const READS_EVERY_MS = 30_000;
const SAYS_EVERY_MS = 5_000;
const FORGETS_EVERY_MS = 3_600_000;

/** What the work is made of. */
export interface AlertWorkParts {
  readonly pool: Pool;
  readonly connection: NatsConnection;
  readonly setting: Setting;
  /** Called after a look, with what it took and how many alerts fire that nobody takes care of. */
  readonly onLook: (ms: number, firing: number) => void;
}

/** What is done now and then: whether it is time for it. */
interface Times {
  readMs: number;
  saidMs: number;
  forgotMs: number;
}

/**
 * Runs all rules, for as long as this process owns them: looks each second, and keeps what changed with the messages that came of it.
 * What goes wrong is thrown, and all is begun anew from what was kept.
 */
export class AlertWork {
  private readonly times: Times = { readMs: Date.now(), saidMs: -Infinity, forgotMs: -Infinity };
  /** Whoever takes over keeps something at once, so that who had it before no longer can. */
  private isUnkept = true;
  private isTold = true;
  private isForgetting = false;
  private readonly forgetting = new Outage('forgetting old alerts', new Logger('alert'));
  private wake = (): void => undefined;
  private lookedAt = -Infinity;

  private constructor(
    private readonly parts: AlertWorkParts,
    private readonly feed: Feed,
    private readonly keeping: Keeping,
    private readonly life: Lifecycle,
    private readonly watcher: Watcher,
    private notifier: Notifier,
    private settings: AlertSettings,
  ) {}

  /** Takes up where whoever ran them before stopped, and runs until they are no longer owned. */
  static async run(parts: AlertWorkParts, owned: AbortSignal): Promise<void> {
    const { pool, connection, setting } = parts;
    const [lives, settings] = [await readLives(pool), await readSettings(pool)];
    const feed = await Feed.open({ pool, connection, nowMs: Date.now(), sinceMs: lives.lookedMs });
    try {
      const life = restored(settings.rules, lives);
      const saved = lives.notifier as SavedNotifier | null;
      const notifier = (saved && Notifier.restore(settings.paces, saved)) ?? Notifier.begin(settings.paces);
      notifier.leaveOut((incidentId) => life.incident(incidentId) !== null, Date.now());
      const keeping = new Keeping(pool, connection, setting, lives.revision);
      const watcher = new Watcher(feed, life);
      await new AlertWork(parts, feed, keeping, life, watcher, notifier, settings).work(owned);
    } finally {
      feed.close();
    }
  }

  private async work(owned: AbortSignal): Promise<void> {
    const hear = (): void => {
      this.isTold = true;
      this.wake();
    };
    const subscription = this.parts.connection.subscribe(ALERT_SETTING_SUBJECT, { callback: hear });
    try {
      await this.watcher.attach(this.settings, Date.now());
      await pause(FIRST_LOOK_AFTER_MS, owned);
      while (!owned.aborted) {
        const woken = new Promise<void>((resolve) => (this.wake = resolve));
        await this.pass(Date.now());
        await Promise.race([pause(msUntilNext(Date.now(), this.notifier.waits), owned), woken]);
      }
    } finally {
      subscription.unsubscribe();
    }
  }

  private async pass(nowMs: number): Promise<void> {
    const isTold = this.isTold;
    this.isTold = false;
    if (isTold || this.isTime('readMs', READS_EVERY_MS, nowMs)) await this.reread(nowMs);
    const isFirst = lookOf(nowMs) !== this.lookedAt;
    const requests = isTold || isFirst ? await this.takeRequests() : [];
    if (isFirst) this.look(nowMs);
    const isTimeToSay = this.isTime('saidMs', SAYS_EVERY_MS, nowMs);
    await this.settle(nowMs, requests, isTimeToSay);
    if (isTimeToSay) await this.say(nowMs);
    if (!this.isForgetting && this.isTime('forgotMs', FORGETS_EVERY_MS, nowMs)) void this.forget(nowMs);
  }

  /** Runs beside the looks, which would wait for it long where there is much to forget. */
  private async forget(nowMs: number): Promise<void> {
    this.isForgetting = true;
    await this.forgetting.trying(() => forgetAlerts(this.parts.pool, nowMs));
    this.isForgetting = false;
  }

  private isTime(what: keyof Times, everyMs: number, nowMs: number): boolean {
    if (Math.abs(nowMs - this.times[what]) < everyMs) return false;
    this.times[what] = nowMs;
    return true;
  }

  /** Takes in what people set. */
  private async reread(nowMs: number): Promise<void> {
    const { watched } = this.settings;
    this.settings = await readSettings(this.parts.pool);
    await tellQuietTimes(this.parts.pool, this.settings.maintenances, nowMs);
    this.notifier = Notifier.restore(this.settings.paces, this.notifier.save()) ?? this.notifier;
    if (this.settings.watched !== watched) await this.watcher.attach(this.settings, nowMs);
  }

  private look(nowMs: number): void {
    const startedMs = performance.now();
    this.lookedAt = lookOf(nowMs);
    this.watcher.look(nowMs);
    const firing = this.life.current().filter(({ state }) => state === 'firing').length;
    this.parts.onLook(performance.now() - startedMs, firing);
  }

  /** Notes who takes care of what; answers what is done by that, once it is kept. */
  private async takeRequests(): Promise<number[]> {
    const requests = await readRequests(this.parts.pool);
    for (const { alertIds, by, askedMs: atMs, note } of requests)
      for (const id of alertIds) this.life.acknowledge(id, { by, atMs, note });
    return requests.map(({ position }) => position);
  }

  /** Keeps what changed, and what is to be told of it. */
  private async settle(nowMs: number, requests: readonly number[], isTimeToSay: boolean): Promise<void> {
    const { life, notifier, settings, feed } = this;
    const { silences, maintenances, rulesById } = settings;
    const quietBy = quietAt(nowMs, silences, maintenances, rulesById, (scope, subject) => feed.covers(scope, subject));
    const settled = life.settle(nowMs, quietBy, notifier.awaited);
    for (const news of settled.news)
      notifier.note(news, news.ruleId === null ? [...settings.paces.keys()] : channelsOf(news.ruleId, settings));
    const outgoing = notifier.due(nowMs, (incidentId) => life.isUnattended(incidentId));
    const changed = { ...settled, outgoing, requests };
    const isNothing = Object.values(changed).every(({ length }) => length === 0);
    if (isNothing && !(this.isUnkept && isTimeToSay)) return;
    await this.keeping.write(changed, life, notifier, rulesById);
    this.isUnkept = false;
  }

  /** Says that somebody looks. */
  private async say(nowMs: number): Promise<void> {
    const rules = this.settings.rules.filter(({ isEnabled }) => isEnabled).length;
    const { watchedCount: watched, pausedSinceMs } = this.feed;
    await writeWatch(this.parts.pool, this.keeping.revision, { lookedMs: nowMs, rules, watched, pausedSinceMs });
  }
}
