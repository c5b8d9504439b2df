import type { AgentInfo, InventoryMessage, OsInfo } from '@weir/model';
import type { Logger } from 'pino';
import { cleanInventory } from '../discover/clean-inventory.js';
import type { DiscoveryView } from '../discover/discovery.js';
import type { DockerWatch } from '../discover/docker-watch.js';
import type { Exclusion } from '../discover/exclusion.js';
import type { HostView } from '../discover/host-view.js';
import { buildInventory, type Inventory, type PresentSeries } from '../discover/inventory.js';
import type { KubernetesWatch } from '../discover/kubernetes-watch.js';
import type { Namespace } from '../discover/namespaces.js';
import type { NamespaceAddresses } from '../discover/network-of.js';
import { uplinksOf } from '../discover/uplinks.js';
import { InventoryMessages } from '../publish/inventory-message.js';
import type { Sender } from '../publish/sender.js';
import type { MendedLog } from './mended-log.js';
import { StateLog } from './state-log.js';

/** Looks at the host. */
interface Looking {
  hostView(): HostView | Promise<HostView>;
  addressesOf(namespace: Namespace): NamespaceAddresses;
}

/** Where the inventory comes from and goes to. */
export interface InventoryParts {
  readonly hostId: string;
  readonly way: Looking;
  readonly discovery: Pick<DiscoveryView, 'namespaces' | 'containers'>;
  readonly docker: Pick<DockerWatch, 'containers' | 'networks'>;
  readonly kubernetes: Pick<KubernetesWatch, 'pods'>;
  readonly exclusion: Pick<Exclusion, 'hasInterface' | 'excluded'>;
  readonly series: () => readonly PresentSeries[];
  /** Asked each time: Docker's state and the host's label change. */
  readonly about: () => { readonly agent: AgentInfo; readonly os: OsInfo };
  readonly sender: Pick<Sender, 'offerInventory'>;
  /** Sees every look; null where changes are not told. Answers after how many ms it must see the next. */
  readonly notice: ((inventory: InventoryMessage) => number | null) | null;
  readonly nowMs: () => number;
  /** Is told of names that could not be sent as they are. */
  readonly mended: Pick<MendedLog, 'note'>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** Changes come in bursts: a container that starts is a namespace, an interface, a name and a network. */
const DEBOUNCE_MS = 300;
/** On a host with thousands of interfaces a look takes seconds: this many times as long it rests. A short one holds up nobody. */
const REST = 29;
const SHORT_LOOK_MS = 100;
/** States, speeds and addresses change without anybody telling. */
const LOOK_EVERY_MS = 30_000;

/** Sends the inventory when something changed, and looks now and then whether something did. */
export class InventoryTask {
  private readonly messages = new InventoryMessages();
  private readonly states: StateLog;
  private debounce: NodeJS.Timeout | null = null;
  private periodic: NodeJS.Timeout | null = null;
  private again: NodeJS.Timeout | null = null;
  private view: HostView | null = null;
  private lookMs = 0;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly parts: InventoryParts) {
    this.states = new StateLog(parts.log);
  }

  start(): void {
    this.periodic = setInterval(() => this.changed(), LOOK_EVERY_MS);
  }

  stop(): void {
    this.stopped = true;
    for (const timer of [this.debounce, this.periodic, this.again]) if (timer) clearTimeout(timer);
  }

  /** Something may be different. Once stopped, nobody is told of it: what changed would be kept as told. */
  changed(): void {
    if (this.stopped) return;
    this.debounce ??= setTimeout(
      () => {
        this.debounce = null;
        void this.send();
      },
      this.lookMs > SHORT_LOOK_MS ? this.lookMs * REST : DEBOUNCE_MS,
    );
  }

  /** As the host's interfaces were last looked at; null where unknown. */
  speedOf(key: string): number | null {
    const name = key.startsWith('host/') ? key.slice('host/'.length) : null;
    return name === null ? null : (this.view?.interfaces.get(name)?.speedBitsPerSecond ?? null);
  }

  /** Looks at the host as soon as an earlier look has ended. */
  send(): Promise<void> {
    this.looking = this.looking.then(() => this.attempt());
    return this.looking;
  }

  /** Names are beside counting: whatever goes wrong with them must end neither it nor the looks that follow. */
  private async attempt(): Promise<void> {
    let failure: string | null = null;
    try {
      await this.lookAndSend();
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    this.states.enter('the inventory', failure, 'the inventory cannot be made; counting goes on');
  }

  private async lookAndSend(): Promise<void> {
    const { hostId, about, sender, nowMs } = this.parts;
    const startMs = performance.now();
    const inventory = await this.look();
    const { agent, os } = about();
    const head = { host: hostId, agent: { ...agent, missing: [...agent.missing, ...this.leftOut()] }, os };
    const at = Math.round(nowMs());
    this.showChanges({ v: 1, ...head, at, rev: 0, ...inventory });
    const messages = this.messages.next(head, inventory, at);
    if (messages.length > 0) sender.offerInventory(messages);
    this.lookMs = performance.now() - startMs;
  }

  private showChanges(inventory: InventoryMessage): void {
    const waitMs = this.parts.notice?.(inventory) ?? null;
    if (waitMs === null || this.stopped) return;
    clearTimeout(this.again ?? undefined);
    this.again = setTimeout(() => this.changed(), waitMs);
  }

  /** The totals of a host without its uplink are honest only where they say so. */
  private leftOut(): string[] {
    const { exclusion } = this.parts;
    const uplinks = this.view ? uplinksOf(this.view).filter((name) => exclusion.hasInterface(`host/${name}`)) : [];
    return [
      ...uplinks.map((name) => `The uplink ${name} is excluded by WEIR_EXCLUDE_INTERFACES and no part of the totals`),
      ...(exclusion.excluded().size > 0 ? ['Containers are excluded by WEIR_EXCLUDE_CONTAINERS'] : []),
    ];
  }

  private async look(): Promise<Inventory> {
    const { way, discovery, docker, kubernetes, series } = this.parts;
    this.view = await way.hostView();
    const namespaces = discovery.namespaces().map((namespace) => ({
      ...namespace,
      addresses: way.addressesOf(namespace),
    }));
    const { inventory, mended } = cleanInventory(
      buildInventory({
        series: series(),
        host: this.view,
        namespaces,
        found: discovery.containers(),
        containers: docker.containers,
        networks: docker.networks,
        pods: kubernetes.pods,
      }),
    );
    this.parts.mended.note(mended);
    return inventory;
  }
}
