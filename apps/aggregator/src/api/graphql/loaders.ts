import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { ContainerRepository, type ContainerRow } from '../../query/containers.js';
import { EntityRepository } from '../../query/entities/entities.js';
import type { EntityKind } from '../../query/entities/entity.js';
import { type HostCounts, HostRepository, type HostRow } from '../../query/hosts.js';
import { InterfaceRepository, type InterfaceRow, type NamespaceKey } from '../../query/interfaces.js';
import { type NetworkKey, NetworkRepository, type NetworkRow } from '../../query/networks.js';
import type { OfEach } from '../../query/of-each.js';
import { type AlertLoaders, AlertLoadersFactory } from './loaders/alert-loaders.js';
import { type NowLoaders, NowLoadersFactory } from './loaders/now-loaders.js';

interface Goable {
  readonly goneAt: Date | null;
}

/** What is on a host: of each, so many of those that are there, or with those that went. */
type OfHost<Row> = (which: OfEach) => DataLoader<number, Row[]>;

/** Loads nested fields of one operation in batches: one statement for each level, however many parents it has. */
export interface Loaders {
  readonly host: DataLoader<number, HostRow | null>;
  readonly hostByUuid: DataLoader<string, HostRow | null>;
  readonly countsOfHost: DataLoader<number, HostCounts | null>;
  readonly interfacesOfHost: OfHost<InterfaceRow>;
  readonly containersOfHost: OfHost<ContainerRow>;
  readonly networksOfHost: OfHost<NetworkRow>;
  readonly interfacesOfNamespace: DataLoader<NamespaceKey, InterfaceRow[], string>;
  readonly containersOfNamespace: DataLoader<NamespaceKey, ContainerRow[], string>;
  readonly interfacesOfNetwork: (first: number) => DataLoader<NetworkKey, InterfaceRow[], string>;
  readonly network: DataLoader<NetworkKey, NetworkRow | null, string>;
  /** Figures of now. */
  readonly now: NowLoaders;
  readonly alerts: AlertLoaders;
  readonly containersOfEntity: (kind: EntityKind, first: number) => DataLoader<string, ContainerRow[]>;
}

/** Nobody has a pod of so many; agents can tell anything. */
const MOST_IN_NAMESPACE = 100;

const namespaceName = ({ hostId, namespace }: { hostId: number; namespace: string | null }): string =>
  `${hostId} ${namespace}`;
const networkName = ({ hostId, id }: NetworkKey): string => `${hostId} ${id}`;

/** Makes the loaders of an operation. */
@Injectable()
export class LoadersFactory {
  constructor(
    private readonly hosts: HostRepository,
    private readonly interfaces: InterfaceRepository,
    private readonly containers: ContainerRepository,
    private readonly networks: NetworkRepository,
    private readonly entities: EntityRepository,
    private readonly now: NowLoadersFactory,
    private readonly alerts: AlertLoadersFactory,
  ) {}

  create(): Loaders {
    const { hosts, interfaces, containers, networks, entities } = this;
    const hostIdOf = ({ hostId }: { readonly hostId: number }): number => hostId;
    return {
      host: one((ids) => hosts.byIds(ids), Number, hostIdOf),
      hostByUuid: one(
        (ids) => hosts.byUuids(ids),
        String,
        ({ id }) => id,
      ),
      countsOfHost: one((ids) => hosts.countsOf(ids), Number, hostIdOf),
      interfacesOfHost: each((which) => many((ids) => interfaces.ofHosts(ids, which), Number, hostIdOf)),
      containersOfHost: each((which) => many((ids) => containers.ofHosts(ids, which), Number, hostIdOf)),
      networksOfHost: each((which) => many((ids) => networks.ofHosts(ids, which), Number, hostIdOf)),
      interfacesOfNamespace: present<NamespaceKey, InterfaceRow>(
        (keys, first) => interfaces.ofNamespaces(keys, first),
        namespaceName,
        namespaceName,
        MOST_IN_NAMESPACE,
      ),
      containersOfNamespace: present<NamespaceKey, ContainerRow>(
        (keys, first) => containers.ofNamespaces(keys, first),
        namespaceName,
        namespaceName,
        MOST_IN_NAMESPACE,
      ),
      interfacesOfNetwork: each((first: number) =>
        present<NetworkKey, InterfaceRow>(
          (keys, first) => interfaces.ofNetworks(keys, first),
          networkName,
          ({ hostId, networkId }) => networkName({ hostId, id: networkId ?? '' }),
          first,
        ),
      ),
      network: one((keys) => networks.byKeys(keys), networkName, networkName),
      now: this.now.create(),
      alerts: this.alerts.create(),
      containersOfEntity: each((kind: EntityKind, first: number) =>
        many(
          (ids) => entities.containersOf(kind, ids, first),
          String,
          ({ entityId }) => entityId,
        ),
      ),
    };
  }
}

/** One loader for each way that it is asked for, so that the parents of a level share it. */
function each<Asked extends readonly unknown[], Loader>(
  make: (...asked: Asked) => Loader,
): (...asked: Asked) => Loader {
  const made = new Map<string, Loader>();
  return (...asked) => {
    const name = JSON.stringify(asked);
    const loader = made.get(name) ?? make(...asked);
    made.set(name, loader);
    return loader;
  };
}

/** What is there; where nothing is left, what was: the containers of an interface that is gone are still of interest. */
function present<Key, Row extends Goable>(
  load: (keys: readonly Key[], first: number) => Promise<Row[]>,
  nameOf: (key: Key) => string,
  nameOfRow: (row: Row) => string,
  first: number,
): DataLoader<Key, Row[], string> {
  return loader(
    (keys) => load(keys, first),
    nameOf,
    nameOfRow,
    (rows) => {
      const there = rows.filter(({ goneAt }) => goneAt === null);
      return there.length > 0 ? there : rows;
    },
  );
}

function many<Key, Row, Name>(
  load: (keys: readonly Key[]) => Promise<Row[]>,
  nameOf: (key: Key) => Name,
  nameOfRow: (row: Row) => Name,
): DataLoader<Key, Row[], Name> {
  return loader(load, nameOf, nameOfRow, (rows) => rows);
}

function one<Key, Row, Name>(
  load: (keys: readonly Key[]) => Promise<Row[]>,
  nameOf: (key: Key) => Name,
  nameOfRow: (row: Row) => Name,
): DataLoader<Key, Row | null, Name> {
  return loader(load, nameOf, nameOfRow, (rows) => rows[0] ?? null);
}

function loader<Key, Row, Name, Answer>(
  load: (keys: readonly Key[]) => Promise<Row[]>,
  nameOf: (key: Key) => Name,
  nameOfRow: (row: Row) => Name,
  answerOf: (rows: Row[]) => Answer,
): DataLoader<Key, Answer, Name> {
  const batch = async (keys: readonly Key[]): Promise<Answer[]> => {
    const rows = new Map<Name, Row[]>(keys.map((key) => [nameOf(key), []]));
    for (const row of await load(keys)) rows.get(nameOfRow(row))?.push(row);
    return keys.map((key) => answerOf(rows.get(nameOf(key)) ?? []));
  };
  return new DataLoader(batch, { cacheKeyFn: nameOf });
}
