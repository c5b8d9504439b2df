import type { Namespace } from '../discover/namespaces.js';
import { HoldingLimit } from '../procfs/held-file.js';
import type { Collected, Collector, TableReading } from './collector.js';
import type { CollectorName } from './names.js';
import { HeldFiles } from './namespace-files.js';
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
  private readonly limit = HoldingLimit.ofThisProcess();

  constructor(
    private readonly procRoot: string,
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

  /** Lets go of the namespaces that ended, so that the kernel can. */
  private follow(namespaces: readonly Namespace[]): void {
    const readers = new Map(namespaces.map((each) => [each.life, this.readers.get(each.life) ?? this.newReader(each)]));
    for (const [life, reader] of this.readers) if (!readers.has(life)) reader.close();
    this.readers = readers;
    this.living = namespaces;
  }

  private newReader({ inode }: Namespace): NamespaceReader {
    return new NamespaceReader(new HeldFiles(this.procRoot, inode, this.limit));
  }
}

function isUnread(table: TableReading): boolean {
  return table.content.kind === 'unread';
}
