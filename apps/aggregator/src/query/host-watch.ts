import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { Background } from '../background/background.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { DATABASE } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';

/** A host, as far as it changes now and then. */
export interface WatchedHost {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  /** JSON of what people note about it. */
  readonly labels: string;
  /** Of its newest inventory, ms since 1970; null where none came yet. */
  readonly inventoryMs: number | null;
  /** End of its newest stored interval, ms since 1970. */
  readonly storedMs: number;
  readonly intervalMs: number | null;
}

/** Is shown all hosts, by id, whenever the store was looked at. */
export type HostListener = (hosts: ReadonlyMap<string, WatchedHost>) => void;

const LOOK_EVERY_MS = 2_000;

const HOSTS = `
SELECT host_id AS "hostId", id::text, name, labels::text, (extract(epoch FROM inventory_at) * 1000)::float8 AS "inventoryMs",
  (extract(epoch FROM last_seen) * 1000)::float8 AS "storedMs", (agent ->> 'intervalMs')::float8 AS "intervalMs"
FROM host`;

/** Looks every 2 s which hosts the store knows, once for all who want to know what changed. */
@Injectable()
export class HostWatch extends Background {
  private readonly looking = new Outage('looking for changed hosts', new Logger('query'));
  private readonly listeners: HostListener[] = [];

  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly setup: StoreSetup,
  ) {
    super([setup]);
  }

  /** Shows it all hosts from now on. */
  listen(listener: HostListener): void {
    this.listeners.push(listener);
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    if (!(await this.setup.ready())) return;
    while (!stopped.aborted) {
      await this.looking.trying(() => this.look());
      await pause(LOOK_EVERY_MS, stopped);
    }
  }

  private async look(): Promise<void> {
    const { rows } = await this.database.query<WatchedHost>(HOSTS);
    const hosts = new Map(rows.map((host) => [host.id, host]));
    for (const listener of this.listeners) listener(hosts);
  }
}
