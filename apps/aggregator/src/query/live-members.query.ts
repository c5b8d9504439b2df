import { Inject, Injectable } from '@nestjs/common';
import type { Decoded, Refusal } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { type Filter, refusalOfFilter } from './filter.js';
import type { Group, Grouping } from './grouping.js';
import { type HostUnits, readMembers, unknownInterface } from './members.js';
import { refusalOfGrouping } from './series.js';
import { SeriesKeys } from './series-keys.js';
import { onSnapshot } from './snapshot.js';

/** Whose traffic is watched as it comes, and how it is drawn together. */
export interface LiveMembersRequest {
  /** Ids of interfaces; excludes the filter. */
  readonly interfaces: readonly string[] | null;
  readonly filter: Filter | null;
  readonly grouping: Grouping;
}

/** The interfaces of a host, each by its key and the index of its group. */
export interface KeyedHost {
  readonly id: string;
  readonly members: readonly (readonly [key: string, group: number])[];
}

/** Who belongs to which group now, by what messages call them. */
export interface KeyedMembers {
  readonly groups: readonly Group[];
  readonly hosts: readonly KeyedHost[];
}

/** What has just gone may still be told of. */
const GONE_LATELY_MS = 60_000;
/** Clocks are a little off. */
const AHEAD_MS = 60_000;

/** Finds who is watched, as `series` finds who is asked for. */
@Injectable()
export class LiveMembersQuery {
  private readonly keys = new SeriesKeys();

  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Who is asked for now, or what is wrong with the request. */
  async read(request: LiveMembersRequest): Promise<Decoded<KeyedMembers>> {
    const refusal = refusalOf(request);
    if (refusal) return { ok: false, refusal };
    return onSnapshot(this.database, (client) => this.readOn(client, request));
  }

  private async readOn(client: ClientBase, request: LiveMembersRequest): Promise<Decoded<KeyedMembers>> {
    const unknown = await unknownInterface(client, request.interfaces ?? []);
    if (unknown !== null) {
      return { ok: false, refusal: { field: 'interfaces', reason: `holds ${unknown}, which is no interface` } };
    }
    const nowMs = Date.now();
    const range = { fromMs: nowMs - GONE_LATELY_MS, toMs: nowMs + AHEAD_MS };
    const { groups, hosts } = await readMembers(client, { ...request, ...range });
    await this.keys.learn(
      client,
      hosts.flatMap(({ units }) => units.flatMap(({ seriesIds }) => seriesIds)),
    );
    const idOf = await hostUuids(client, hosts);
    return { ok: true, value: { groups, hosts: hosts.map((host) => this.keyed(host, idOf)) } };
  }

  private keyed({ hostId, units }: HostUnits, idOf: ReadonlyMap<number, string>): KeyedHost {
    const members = units.flatMap(({ group, seriesIds }) =>
      seriesIds.flatMap((seriesId) => {
        const key = this.keys.of(seriesId);
        return key === undefined ? [] : [[key, group] as const];
      }),
    );
    return { id: idOf.get(hostId) ?? '', members };
  }
}

/** What is wrong with a request, or null. Unknown interfaces are found later, by the database. */
function refusalOf({ interfaces, filter, grouping }: LiveMembersRequest): Refusal | null {
  return (
    refusalOfGrouping(grouping) ??
    (interfaces && filter ? { field: 'filter', reason: 'excludes interfaces: give one of them' } : null) ??
    (filter && refusalOfFilter(filter))
  );
}

async function hostUuids(client: ClientBase, hosts: readonly HostUnits[]): Promise<Map<number, string>> {
  const text = 'SELECT host_id, id::text FROM host WHERE host_id = ANY ($1::int[])';
  const values = [hosts.map(({ hostId }) => hostId)];
  return new Map((await client.query<[number, string]>({ text, values, rowMode: 'array' })).rows);
}
