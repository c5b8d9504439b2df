import type { Namespace } from '../discover/namespaces.js';
import type { Collected, Collector, TableReading } from './collector.js';
import type { HeldNamespaces } from './held-namespaces.js';
import type { CollectorName } from './names.js';
import { NamespaceReader } from './namespace-reader.js';

/** Where the namespaces come from. */
export interface NamespaceSource {
  namespaces(): readonly Namespace[];
  /** Looks for new processes; at all of them when `full`. */
  refresh(full: boolean): void;
}

/** The interfaces of containers: one read for each network namespace, however many containers share it. */
export class ContainerInterfaces implements Collector {
  readonly name = 'container-interfaces' satisfies CollectorName;
  private readers: ReadonlyMap<string, NamespaceReader> = new Map();
  private living: readonly Namespace[] = [];

  constructor(
    private readonly held: HeldNamespaces,
    private readonly source: NamespaceSource,
  ) {}

  collect(): Collected {
    this.source.refresh(false);
    let tables = this.readAll();
    if (tables.some(isUnread)) {
      // Mostly a container that just ended, or went on under another process.
      this.source.refresh(true);
      tables = this.readAll(tables);
    }
    const unread = tables.filter(isUnread).map((table) => table.prefix);
    return { tables, failure: unread.length > 0 ? `cannot read the namespaces ${unread.join(', ')}` : null };
  }

  private readAll(done: readonly TableReading[] = []): TableReading[] {
    const read = new Map(done.filter((table) => !isUnread(table)).map((table) => [table.life, table]));
    const namespaces = this.source.namespaces();
    if (namespaces !== this.living) this.follow(namespaces);
    return namespaces.map((namespace) => read.get(namespace.life) ?? this.readOne(namespace));
  }

  private readOne({ key, life, startedAt, pids }: Namespace): TableReading {
    const content = this.readers.get(life)?.read(pids) ?? { kind: 'unread' };
    return { prefix: key, life, startedAt, content };
  }

  private follow(namespaces: readonly Namespace[]): void {
    this.held.keepOnly(namespaces);
    this.readers = new Map(namespaces.map((each) => [each.life, this.readers.get(each.life) ?? this.newReader(each)]));
    this.living = namespaces;
  }

  private newReader(namespace: Namespace): NamespaceReader {
    return new NamespaceReader(this.held.of(namespace));
  }
}

function isUnread(table: TableReading): boolean {
  return table.content.kind === 'unread';
}
