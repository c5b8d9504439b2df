import { Injectable } from '@nestjs/common';
import { LiveFeed } from '../../live/live.feed.js';
import { ContainerRepository } from '../../query/containers.js';
import { EntityRepository } from '../../query/entities/entities.js';
import type { EntityKind } from '../../query/entities/entity.js';
import { EventRepository, type EventsAsked } from '../../query/events.js';
import type { Filter } from '../../query/filter.js';
import { HostRepository, type HostRow } from '../../query/hosts.js';
import { InterfaceList } from '../../query/interface-list.js';
import { NetworkRepository } from '../../query/networks.js';
import type { PatternsAsked } from '../../query/patterns/pattern.js';
import { PatternRepository } from '../../query/patterns/patterns.js';
import { answered, type AnsweredList, type Place } from './answered-list.js';
import { type ContainerAnswer, toContainer } from './container.answer.js';
import { type EntityAnswer, toEntity } from './entity.answer.js';
import { type EventAnswer, toEvent } from './event.answer.js';
import { type HostAnswer, toHost } from './host.answer.js';
import { type InterfaceAnswer, toInterface } from './interface.answer.js';
import { type NetworkAnswer, toNetwork } from './network.answer.js';
import { type PatternAnswer, toPattern } from './pattern.answer.js';

/** The lists of REST, and of what is exported: the same. */
@Injectable()
export class Inventory {
  constructor(
    private readonly hostRows: HostRepository,
    private readonly networkRows: NetworkRepository,
    private readonly containerRows: ContainerRepository,
    private readonly interfaceRows: InterfaceList,
    private readonly eventRows: EventRepository,
    private readonly entityRows: EntityRepository,
    private readonly patternRows: PatternRepository,
    private readonly live: LiveFeed,
  ) {}

  /** By name. */
  hosts(filter: Filter, place: Place): AnsweredList<HostAnswer> {
    const listed = this.hostRows.list(filter, { ...asPage(place), by: 'name' });
    return answered(listed, (rows) => rows.map((row) => this.host(row)));
  }

  /** One host as it is answered. */
  host(row: HostRow): HostAnswer {
    return toHost(row, this.live.newestMs(row.id), Date.now());
  }

  /** By name. */
  networks(filter: Filter, place: Place): AnsweredList<NetworkAnswer> {
    return answered(this.networkRows.list(filter, { ...asPage(place), by: 'name' }), (rows) =>
      this.withHosts(rows, toNetwork),
    );
  }

  /** By name. */
  containers(filter: Filter, place: Place): AnsweredList<ContainerAnswer> {
    return answered(this.containerRows.list(filter, { ...asPage(place), by: 'name' }), (rows) =>
      this.withHosts(rows, toContainer),
    );
  }

  /** By host, uplinks first. */
  interfaces(filter: Filter, { limit, cursor }: Place): AnsweredList<InterfaceAnswer> {
    return answered(this.interfaceRows.list(filter, limit, cursor), (rows) => rows.map(toInterface));
  }

  /** Stacks, services or workloads, by name. */
  entities(kind: EntityKind, filter: Filter, place: Place): AnsweredList<EntityAnswer> {
    return answered(this.entityRows.list(kind, filter, { ...asPage(place), by: 'name' }), (rows) => rows.map(toEntity));
  }

  /** The newest first. */
  events(asked: EventsAsked, place: Place): AnsweredList<EventAnswer> {
    const page = { ...asPage(place), by: 'at', descending: true } as const;
    return answered(this.eventRows.list(asked, page), (rows) => rows.map(toEvent));
  }

  /** The newest first. */
  patterns(asked: PatternsAsked, place: Place): AnsweredList<PatternAnswer> {
    const page = { ...asPage(place), by: 'started', descending: true } as const;
    return answered(this.patternRows.list(asked, page), (rows) => rows.map(toPattern));
  }

  private async withHosts<Row extends { readonly hostId: number }, Answer>(
    rows: readonly Row[],
    toAnswer: (row: Row, host: HostRow) => Answer,
  ): Promise<Answer[]> {
    const hosts = await this.hostRows.byIds([...new Set(rows.map(({ hostId }) => hostId))]);
    const hostOf = new Map(hosts.map((host) => [host.hostId, host]));
    // A host that was forgotten since took what was on it along.
    return rows.flatMap((row) => {
      const host = hostOf.get(row.hostId);
      return host ? [toAnswer(row, host)] : [];
    });
  }
}

function asPage({ limit, cursor }: Place): {
  readonly first: number;
  readonly after: string | null;
  readonly descending: boolean;
} {
  return { first: limit, after: cursor, descending: false };
}
