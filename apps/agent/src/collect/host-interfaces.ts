import type { Collected, Collector } from './collector.js';
import type { CollectorName } from './names.js';
import { OpenedFiles } from './namespace-files.js';
import { NamespaceReader } from './namespace-reader.js';

/** The prefix of the host's own series. */
export const HOST_PREFIX = 'host';

/** The interfaces of the host itself: those of the namespace that one given process is in. */
export class HostInterfaces implements Collector {
  readonly name = 'host-interfaces' satisfies CollectorName;
  private readonly reader: NamespaceReader;

  constructor(
    private readonly procRoot: string,
    private readonly hostPid: number,
    private readonly boot: string,
  ) {
    this.reader = new NamespaceReader(new OpenedFiles(procRoot, null));
  }

  collect(): Collected {
    const content = this.reader.read([this.hostPid]);
    const path = `${this.procRoot}/${this.hostPid}/net/dev`;
    return {
      tables: [{ prefix: HOST_PREFIX, life: this.boot, startedAt: null, content }],
      failure: content.kind === 'unread' ? `${path} cannot be read` : null,
    };
  }
}
