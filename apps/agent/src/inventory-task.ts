import type { AgentInfo, OsInfo } from '@weir/model';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { readAddresses } from './discover/addresses.js';
import type { Discovery } from './discover/discovery.js';
import type { DockerWatch } from './discover/docker-watch.js';
import { type HostView, readHostView } from './discover/host-view.js';
import { buildInventory, type Inventory, type PresentSeries } from './discover/inventory.js';
import { InventoryMessages, isOversized } from './publish/inventory-message.js';
import type { Sender } from './publish/sender.js';

/** Where the inventory comes from and goes to. */
export interface InventoryParts {
  readonly config: Pick<Config, 'procRoot' | 'sysRoot' | 'hostPid'>;
  readonly hostId: string;
  readonly discovery: Pick<Discovery, 'namespaces' | 'containers'>;
  readonly docker: Pick<DockerWatch, 'containers' | 'networks'>;
  readonly series: () => readonly PresentSeries[];
  /** Asked each time: Docker's state and the host's label change. */
  readonly about: () => { readonly agent: AgentInfo; readonly os: OsInfo };
  readonly sender: Pick<Sender, 'offerInventory'>;
  readonly nowMs: () => number;
  readonly log: Pick<Logger, 'error'>;
}

/** Changes come in bursts: a container that starts is a namespace, an interface, a name and a network. */
const DEBOUNCE_MS = 300;
/** States, speeds and addresses change without anybody telling. */
const LOOK_EVERY_MS = 30_000;

/** Sends the inventory when something changed, and looks now and then whether something did. */
export class InventoryTask {
  private readonly messages = new InventoryMessages();
  private debounce: NodeJS.Timeout | null = null;
  private periodic: NodeJS.Timeout | null = null;
  private view: HostView | null = null;

  constructor(private readonly parts: InventoryParts) {}

  start(): void {
    this.periodic = setInterval(() => this.changed(), LOOK_EVERY_MS);
  }

  stop(): void {
    if (this.debounce) clearTimeout(this.debounce);
    if (this.periodic) clearInterval(this.periodic);
  }

  /** Something may be different. */
  changed(): void {
    this.debounce ??= setTimeout(() => {
      this.debounce = null;
      this.send();
    }, DEBOUNCE_MS);
  }

  /** As the host's interfaces were last looked at; null where unknown. */
  speedOf(key: string): number | null {
    const name = key.startsWith('host/') ? key.slice('host/'.length) : null;
    return name === null ? null : (this.view?.interfaces.get(name)?.speedBitsPerSecond ?? null);
  }

  private send(): void {
    const { hostId, about, sender, nowMs, log } = this.parts;
    const message = this.messages.next({ host: hostId, ...about() }, this.look(), Math.round(nowMs()));
    if (!message) return;
    if (!isOversized(message)) return sender.offerInventory(message);
    log.error(
      { bytes: Buffer.byteLength(message.payload) },
      'the inventory is larger than NATS takes and is not sent; names go stale, counting goes on: remove what the host no longer needs',
    );
  }

  private look(): Inventory {
    const { config, discovery, docker, series } = this.parts;
    const { procRoot, sysRoot, hostPid } = config;
    this.view = readHostView(procRoot, sysRoot, hostPid);
    const namespaces = discovery.namespaces().map((namespace) => ({
      ...namespace,
      addresses: readAddresses(procRoot, namespace.pids),
    }));
    return buildInventory({
      series: series(),
      host: this.view,
      namespaces,
      found: discovery.containers(),
      containers: docker.containers,
      networks: docker.networks,
    });
  }
}
