import type { Namespace } from '../discover/namespaces.js';
import type { ProtocolReading } from '../procfs/snmp.js';
import { HOST_PREFIX } from './host-interfaces.js';
import type { HeldNamespaces } from './held-namespaces.js';
import type { CollectorName } from './names.js';
import { OpenedFiles } from './namespace-files.js';
import { ProtocolReader } from './protocol-reader.js';
import type { Outcome } from './reports.js';

/** What one network namespace counted by protocol since it began. */
export interface NamespaceProtocols {
  /** `host`, or the namespace's key. */
  readonly key: string;
  /** Names this life of the namespace; counters of another life are other counters. */
  readonly life: string;
  /** When it began, ms since 1970, where known. */
  readonly startedAt: number | null;
  /** Null where they cannot be read. */
  readonly counters: ProtocolReading | null;
}

export interface ProtocolOptions {
  readonly procRoot: string;
  readonly hostPid: number;
  readonly boot: string;
  readonly bootedAt: number;
  readonly source: { namespaces(): readonly Namespace[] };
  readonly held: HeldNamespaces;
}

/** Protocol counters of the host and of each network namespace of containers: one read for each, however many share it. */
export class Protocols {
  readonly name = 'protocols' satisfies CollectorName;
  private readonly host: ProtocolReader;
  private readers = new Map<string, ProtocolReader>();

  constructor(private readonly options: ProtocolOptions) {
    this.host = new ProtocolReader(new OpenedFiles(options.procRoot, null));
  }

  collect(): Outcome & { readonly namespaces: readonly NamespaceProtocols[] } {
    const { hostPid, boot, bootedAt, source, held } = this.options;
    const living = source.namespaces();
    held.keepOnly(living);
    this.readers = new Map(living.map((namespace) => [namespace.life, this.readerOf(namespace)]));
    const host = { key: HOST_PREFIX, life: boot, startedAt: bootedAt, counters: this.host.read([hostPid]) };
    const namespaces = [host, ...living.map((namespace) => this.readOne(namespace))];
    const unread = namespaces.flatMap(({ key, counters }) => (counters === null ? [key] : []));
    return {
      namespaces,
      failure: unread.length > 0 ? `cannot read the protocol counters of ${unread.join(', ')}` : null,
      counts: { namespaces: namespaces.length, unread: unread.length },
    };
  }

  private readOne(namespace: Namespace): NamespaceProtocols {
    const { key, life, startedAt, pids } = namespace;
    return { key, life, startedAt, counters: this.readerOf(namespace).read(pids) };
  }

  private readerOf(namespace: Namespace): ProtocolReader {
    return this.readers.get(namespace.life) ?? new ProtocolReader(this.options.held.of(namespace));
  }
}
