import {
  type InterfaceInfo,
  type InventoryMessage,
  isInRange,
  type KeyRange,
  type StateMessage,
  type TrafficMessage,
} from '@weir/model';
import type { ClientBase } from 'pg';
import { type StateKind, stateKeysOf } from '../states/samples.js';
import { type Arrival, messagesOf } from './arrival.js';
import { insertSeries, type Interface, readSeries, type SeriesRow } from './interfaces.js';
import { insertStateSeries, readStateSeries, type StateKey, type StateRow } from './state-keys.js';

/** What is known of a series without asking the database. */
export interface KnownSeries {
  readonly id: number;
  firstAtMs: number;
}

interface KnownHost {
  readonly id: number;
  readonly series: Map<string, KnownSeries>;
  /** Runs whose ledger row exists; a host has one at a time. */
  readonly runs: Set<string>;
  /** Ids of state series by `<kind>/<key>`. */
  readonly states: Map<string, number>;
}

/** A remembered row is gone from the database: everything must be learnt anew, then the batch tried again. */
export class StaleDirectoryError extends Error {}

const MAX_RUNS_REMEMBERED = 8;
/** Nobody says that a host is gone for good. */
const LEARN_ANEW_AFTER_MS = 6 * 3_600_000;

/** Every key that a message speaks of; some come twice, since to find those would cost more than to look at them again. */
export function keysOf(message: TrafficMessage): readonly string[] {
  const { keys, unread, base } = message;
  return unread.length === 0 && base.size === 0 ? keys : [...keys, ...unread, ...base.keys()];
}

/**
 * The ids of hosts, runs and series, in memory; what is new gets its row here, committed at once, since it is true
 * whatever becomes of the batch. It looks before it inserts: an INSERT that ends in a conflict has used up an id.
 * It holds no more than what hosts reported in the last hours.
 */
export class Directory {
  private readonly hosts = new Map<string, KnownHost>();
  private written = new WeakSet<InterfaceInfo>();
  private sinceMs = performance.now();

  /** Makes sure that all that the arrivals name has a row and an id. */
  async learn(client: ClientBase, arrivals: readonly Arrival[]): Promise<void> {
    const newHosts = await this.learnHosts(client, arrivals);
    const traffic = messagesOf(arrivals, 'traffic');
    const states = messagesOf(arrivals, 'state');
    await this.learnRuns(client, [...traffic, ...states]);
    const inventories = messagesOf(arrivals, 'inventory').filter(({ host }) => newHosts.has(host));
    await this.learnSeries(client, traffic, inventories);
    await this.learnStateSeries(client, states);
  }

  hostId(hostUuid: string): number {
    return this.host(hostUuid).id;
  }

  /** Whether more than one life of a host's agent was heard of lately. */
  hasSeveralRuns(hostUuid: string): boolean {
    return this.host(hostUuid).runs.size > 1;
  }

  /** What is known of a host's series, in the order of the keys. */
  seriesOf(hostUuid: string, keys: readonly string[]): KnownSeries[] {
    const { series } = this.host(hostUuid);
    return keys.map((key) => {
      const known = series.get(key);
      if (!known) throw new StaleDirectoryError(`series ${hostUuid}/${key} was not learnt`);
      return known;
    });
  }

  stateSeriesId(hostUuid: string, kind: StateKind, key: string): number {
    const known = this.host(hostUuid).states.get(`${kind}/${key}`);
    if (known === undefined) throw new StaleDirectoryError(`state series ${hostUuid}/${kind}/${key} was not learnt`);
    return known;
  }

  /** Whether a series was inserted here with what an inventory tells of it. Others may have told something else since. */
  isWritten(info: InterfaceInfo): boolean {
    return this.written.has(info);
  }

  /** Drops what a host no longer has of a range, so that containers that come and go do not pile up in memory. */
  keepOnly(hostUuid: string, keys: ReadonlySet<string>, range: KeyRange | null): void {
    const host = this.hosts.get(hostUuid);
    const isGone = (key: string): boolean => !keys.has(key) && isInRange(key, range);
    for (const key of host?.series.keys() ?? []) if (isGone(key)) host?.series.delete(key);
    // These few are read again when they are needed again.
    host?.states.clear();
  }

  /** Whether it is time to forget, so that hosts that come and go do not pile up in memory. */
  get isOld(): boolean {
    return performance.now() - this.sinceMs >= LEARN_ANEW_AFTER_MS;
  }

  /** Forgets everything: it is old, or the database turned out to hold something else than was remembered. */
  forget(): void {
    this.hosts.clear();
    this.written = new WeakSet();
    this.sinceMs = performance.now();
  }

  private host(hostUuid: string): KnownHost {
    const host = this.hosts.get(hostUuid);
    if (!host) throw new StaleDirectoryError(`host ${hostUuid} was not learnt`);
    return host;
  }

  /** Answers the hosts that nobody knew. */
  private async learnHosts(client: ClientBase, arrivals: readonly Arrival[]): Promise<ReadonlySet<string>> {
    const firstSeen = new Map<string, number>();
    for (const { content } of arrivals) {
      if (content.kind === 'refused' || this.hosts.has(content.message.host)) continue;
      const { host, at } = content.message;
      firstSeen.set(host, Math.min(at, firstSeen.get(host) ?? at));
    }
    await this.readHosts(client, [...firstSeen.keys()]);
    const missing = [...firstSeen].filter(([host]) => !this.hosts.has(host));
    if (missing.length === 0) return new Set();
    // Until an inventory brings the name that people know: the one it joined by, with the labels of that, or else its id.
    await client.query(
      `INSERT INTO host (id, name, first_seen, last_seen, labels)
       SELECT id, coalesce(host_name, id::text), to_timestamp(ms / 1000), to_timestamp(ms / 1000), coalesce(labels, '{}')
       FROM unnest($1::uuid[], $2::float8[]) AS new (id, ms) LEFT JOIN enrolment ON host_uuid = id
       ORDER BY new.id ON CONFLICT (id) DO NOTHING`,
      [missing.map(([host]) => host), missing.map(([, ms]) => ms)],
    );
    const hosts = missing.map(([host]) => host);
    await this.readHosts(client, hosts);
    return new Set(hosts);
  }

  private async readHosts(client: ClientBase, wanted: readonly string[]): Promise<void> {
    if (wanted.length === 0) return;
    const { rows } = await client.query<{ id: string; host_id: number }>(
      'SELECT id, host_id FROM host WHERE id = ANY ($1::uuid[])',
      [wanted],
    );
    for (const row of rows)
      this.hosts.set(row.id, { id: row.host_id, series: new Map(), runs: new Set(), states: new Map() });
  }

  private async learnRuns(client: ClientBase, messages: readonly (TrafficMessage | StateMessage)[]): Promise<void> {
    const unknown = new Map<string, TrafficMessage | StateMessage>();
    for (const message of messages) {
      if (!this.host(message.host).runs.has(message.run)) unknown.set(message.run, message);
    }
    if (unknown.size === 0) return;
    const runs = [...unknown.values()];
    await client.query(
      `INSERT INTO run (run, host_id, boot, first_at)
       SELECT run, host_id, boot, to_timestamp(ms / 1000)
       FROM unnest($1::text[], $2::int[], $3::text[], $4::float8[]) AS new (run, host_id, boot, ms)
       ORDER BY new.run ON CONFLICT (run) DO NOTHING`,
      [
        runs.map(({ run }) => run),
        runs.map(({ host }) => this.hostId(host)),
        runs.map(({ boot }) => boot),
        runs.map(({ at, ms }) => at - ms),
      ],
    );
    for (const { host, run } of runs) this.rememberRun(this.host(host), run);
  }

  private rememberRun({ runs }: KnownHost, run: string): void {
    if (runs.size >= MAX_RUNS_REMEMBERED) runs.clear();
    runs.add(run);
  }

  /** What `inventories` tell of a series is in its row from the first: told later, it costs the row once more. */
  private async learnSeries(
    client: ClientBase,
    messages: readonly TrafficMessage[],
    inventories: readonly InventoryMessage[],
  ): Promise<void> {
    const unknown = this.unknownSeries(messages);
    if (unknown.length === 0) return;
    this.rememberSeries(unknown, await readSeries(client, unknown));
    const missing = this.stillUnknown(unknown, inventories);
    if (missing.length === 0) return;
    const inserted = await insertSeries(client, missing);
    this.rememberSeries(missing, inserted);
    this.noteWritten(missing, inserted);
    const insertedByOthers = this.stillUnknown(missing);
    if (insertedByOthers.length > 0) this.rememberSeries(missing, await readSeries(client, insertedByOthers));
  }

  private unknownSeries(messages: readonly TrafficMessage[]): Interface[] {
    const unknown = new Map<string, Interface>();
    for (const message of messages) {
      const { id: hostId, series } = this.host(message.host);
      const startMs = message.at - message.ms;
      for (const key of keysOf(message)) {
        if (series.has(key)) continue;
        const name = `${message.host}/${key}`;
        const firstAtMs = Math.min(startMs, unknown.get(name)?.firstAtMs ?? startMs);
        unknown.set(name, { hostId, hostUuid: message.host, key, firstAtMs, info: null });
      }
    }
    return [...unknown.values()];
  }

  private stillUnknown(wanted: readonly Interface[], inventories: readonly InventoryMessage[] = []): Interface[] {
    const told = new Map(inventories.map(({ host, interfaces }) => [host, infosOf(interfaces)]));
    return wanted
      .filter(({ hostUuid, key }) => !this.host(hostUuid).series.has(key))
      .map((each) => ({ ...each, info: told.get(each.hostUuid)?.get(each.key) ?? null }));
  }

  private rememberSeries(wanted: readonly Interface[], rows: readonly SeriesRow[]): void {
    const hosts = new Map(wanted.map(({ hostId, hostUuid }) => [hostId, this.host(hostUuid)]));
    for (const row of rows) {
      hosts.get(row.host_id)?.series.set(row.key, { id: row.series_id, firstAtMs: row.first_at_ms });
    }
  }

  private noteWritten(wanted: readonly Interface[], rows: readonly SeriesRow[]): void {
    const inserted = new Set(rows.map((row) => `${row.host_id}/${row.key}`));
    for (const { hostId, key, info } of wanted) {
      if (info && inserted.has(`${hostId}/${key}`)) this.written.add(info);
    }
  }

  private async learnStateSeries(client: ClientBase, messages: readonly StateMessage[]): Promise<void> {
    const unknown = this.unknownStates(messages);
    if (unknown.length === 0) return;
    this.rememberStates(unknown, await readStateSeries(client, unknown));
    const missing = this.unknownStates(messages);
    if (missing.length === 0) return;
    this.rememberStates(missing, await insertStateSeries(client, missing));
    const insertedByOthers = this.unknownStates(messages);
    if (insertedByOthers.length > 0) this.rememberStates(missing, await readStateSeries(client, insertedByOthers));
  }

  private unknownStates(messages: readonly StateMessage[]): StateKey[] {
    return messages.flatMap((message) => {
      const { id: hostId, states } = this.host(message.host);
      const unknown = stateKeysOf(message).filter(({ kind, key }) => !states.has(`${kind}/${key}`));
      return unknown.map((each) => ({ hostId, hostUuid: message.host, ...each }));
    });
  }

  private rememberStates(wanted: readonly StateKey[], rows: readonly StateRow[]): void {
    const hosts = new Map(wanted.map(({ hostId, hostUuid }) => [hostId, this.host(hostUuid)]));
    for (const { host_id: hostId, kind, key, id } of rows) hosts.get(hostId)?.states.set(`${kind}/${key}`, id);
  }
}

const infosOf = (interfaces: readonly InterfaceInfo[]): ReadonlyMap<string, InterfaceInfo> =>
  new Map(interfaces.map((info) => [info.key, info]));
