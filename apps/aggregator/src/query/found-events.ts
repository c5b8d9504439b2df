import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EventMessage } from '@weir/model';
import type { Pool } from 'pg';
import { Background } from '../background/background.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { DATABASE } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { CLOCK_WRONG } from '../store/write/clock-changes.js';
import { IDENTITY_CONFLICT } from '../store/write/identity-conflicts.js';

/** Is told of changes that no agent tells of. */
export interface FoundEventListener {
  /** Whether anybody wants to know: else the store is not asked. */
  readonly isWatched: boolean;
  tell(event: EventMessage): void;
}

const LOOK_EVERY_MS = 2_000;

/** What is found is dated when it began, which may be a while before it was noticed. */
const FOUND = `
SELECT 1 AS v, host.id::text AS host, (extract(epoch FROM event.time) * 1000)::float8 AS at, kind, subject, before, after, text
FROM event JOIN host USING (host_id)
WHERE event.time > now() - interval '15 min' AND kind IN ('${CLOCK_WRONG}', '${IDENTITY_CONFLICT}') ORDER BY event.time`;

/** Looks every 2 s for changes that ingest found itself, and tells of them as agents' changes are told of. */
@Injectable()
export class FoundEvents extends Background {
  private readonly looking = new Outage('looking for changes that were found', new Logger('query'));
  private listener: FoundEventListener | null = null;
  /** Null while nobody watches: what was found before is no news. */
  private known: ReadonlySet<string> | null = null;

  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly setup: StoreSetup,
  ) {
    super([setup]);
  }

  /** Tells it from now on. */
  listen(listener: FoundEventListener): void {
    this.listener = listener;
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    if (!(await this.setup.ready())) return;
    while (!stopped.aborted) {
      if (this.listener?.isWatched) await this.looking.trying(() => this.look());
      else this.known = null;
      await pause(LOOK_EVERY_MS, stopped);
    }
  }

  private async look(): Promise<void> {
    const { rows } = await this.database.query<EventMessage>(FOUND);
    const before = this.known;
    this.known = new Set(rows.map(nameOf));
    for (const event of rows) if (before && !before.has(nameOf(event))) this.listener?.tell(event);
  }
}

const nameOf = ({ host, at, kind, subject, after }: EventMessage): string =>
  JSON.stringify([host, at, kind, subject, after]);
