import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { ContainerRepository, type ContainerRow } from '../../query/containers.js';
import { HostRepository, type HostRow } from '../../query/hosts.js';
import { InterfaceRepository, type InterfaceRow, type NamespaceKey } from '../../query/interfaces.js';
import { type NetworkKey, NetworkRepository, type NetworkRow } from '../../query/networks.js';

interface Goable {
  readonly goneAt: Date | null;
}

/** Rows of a host: those that are there, or with those that went. */
interface ByHost<Row> {
  readonly present: DataLoader<number, Row[]>;
  readonly all: DataLoader<number, Row[]>;
}

/** Loads nested fields of one operation in batches: one statement for each level, however many parents it has. */
export interface Loaders {
  readonly host: DataLoader<number, HostRow | null>;
  readonly interfacesOfHost: ByHost<InterfaceRow>;
  readonly containersOfHost: ByHost<ContainerRow>;
  readonly networksOfHost: ByHost<NetworkRow>;
  readonly interfacesOfNamespace: DataLoader<NamespaceKey, InterfaceRow[], string>;
  readonly containersOfNamespace: DataLoader<NamespaceKey, ContainerRow[], string>;
  readonly interfacesOfNetwork: DataLoader<NetworkKey, InterfaceRow[], string>;
  readonly network: DataLoader<NetworkKey, NetworkRow | null, string>;
}

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
  ) {}

  create(): Loaders {
    const { hosts, interfaces, containers, networks } = this;
    return {
      host: one(
        (ids) => hosts.byIds(ids),
        Number,
        ({ hostId }) => hostId,
      ),
      interfacesOfHost: byHost((ids, includeGone) => interfaces.ofHosts(ids, includeGone)),
      containersOfHost: byHost((ids, includeGone) => containers.ofHosts(ids, includeGone)),
      networksOfHost: byHost((ids, includeGone) => networks.ofHosts(ids, includeGone)),
      interfacesOfNamespace: present<NamespaceKey, InterfaceRow>(
        (keys) => interfaces.ofNamespaces(keys),
        namespaceName,
        namespaceName,
      ),
      containersOfNamespace: present<NamespaceKey, ContainerRow>(
        (keys) => containers.ofNamespaces(keys),
        namespaceName,
        namespaceName,
      ),
      interfacesOfNetwork: present<NetworkKey, InterfaceRow>(
        (keys) => interfaces.ofNetworks(keys),
        networkName,
        ({ hostId, networkId }) => networkName({ hostId, id: networkId ?? '' }),
      ),
      network: one((keys) => networks.byKeys(keys), networkName, networkName),
    };
  }
}

function byHost<Row extends { hostId: number }>(
  load: (hostIds: readonly number[], includeGone: boolean) => Promise<Row[]>,
): ByHost<Row> {
  const loader = (includeGone: boolean): DataLoader<number, Row[]> =>
    many(
      (ids) => load(ids, includeGone),
      Number,
      ({ hostId }) => hostId,
    );
  return { present: loader(false), all: loader(true) };
}

/** What is there; where nothing is left, what was: the containers of an interface that is gone are still of interest. */
function present<Key, Row extends Goable>(
  load: (keys: readonly Key[]) => Promise<Row[]>,
  nameOf: (key: Key) => string,
  nameOfRow: (row: Row) => string,
): DataLoader<Key, Row[], string> {
  return loader(load, nameOf, nameOfRow, (rows) => {
    const there = rows.filter(({ goneAt }) => goneAt === null);
    return there.length > 0 ? there : rows;
  });
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
