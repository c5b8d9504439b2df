import { decodeInventory, encodeInventory, type InventoryMessage } from '@weir/model';
import type { Logger } from 'pino';
import { Changes } from '../collect/changes.js';
import { seenOf, type Snapshot, snapshotOf } from '../collect/changes/snapshot.js';
import type { CollectorName } from '../collect/names.js';
import type { CollectorReports, Outcome } from '../collect/reports.js';
import type { EventMessages } from '../publish/event-messages.js';
import type { KeptFile } from '../publish/kept-file.js';
import type { Outgoing } from '../publish/record.js';
import { StateLog } from './state-log.js';

/** What the task moves. */
export interface ChangesParts {
  readonly messages: Pick<EventMessages, 'make'>;
  readonly enqueue: (messages: readonly Outgoing[]) => void;
  /** Holds what was last told, for the agent's next life. */
  readonly kept: Pick<KeptFile, 'read' | 'write'>;
  /** By when what was enqueued is on disk. */
  readonly spooledWithinMs: number;
  readonly reports: Pick<CollectorReports, 'run'>;
  readonly log: Pick<Logger, 'info' | 'warn' | 'debug'>;
}

const NAME = 'changes' satisfies CollectorName;

/** Tells what changed between one inventory and the next, also where the agent was away in between. */
export class ChangesTask {
  private readonly changes: Changes;
  private readonly states: StateLog;
  private head: InventoryMessage | null = null;
  private saving: NodeJS.Timeout | null = null;

  constructor(private readonly parts: ChangesParts) {
    this.states = new StateLog(parts.log);
    this.changes = new Changes(this.recover());
  }

  /** Compares; answers when it should be shown the host again, null where nothing is open. */
  notice(inventory: InventoryMessage): number | null {
    return this.parts.reports.run(NAME, () => this.compare(inventory))?.lookAgainMs ?? null;
  }

  /** What was told is on disk: the next life need not tell it. */
  stop(): void {
    if (this.saving) clearTimeout(this.saving);
    this.save(this.head, this.changes.told);
  }

  private compare(inventory: InventoryMessage): Outcome & { readonly lookAgainMs: number | null } {
    const { changes, lookAgainMs } = this.changes.notice(inventory, inventory.at);
    this.head = inventory;
    this.parts.enqueue(this.parts.messages.make(changes));
    for (const { kind, text } of changes) this.parts.log.debug({ kind }, text);
    this.saveLater();
    return { lookAgainMs, failure: null, counts: { changes: changes.length } };
  }

  /** Not before the events are on disk: told twice is better than never. */
  private saveLater(): void {
    const { head } = this;
    const { told } = this.changes;
    this.saving ??= setTimeout(() => {
      this.saving = null;
      this.save(head, told);
      if (told !== this.changes.told) this.saveLater();
    }, this.parts.spooledWithinMs);
  }

  private save(head: InventoryMessage | null, told: Snapshot | null): void {
    if (!told || !head) return;
    const failure = this.parts.kept.write(encodeInventory({ ...head, ...seenOf(told, head) }));
    this.states.enter('the last inventory', failure, 'changes while the agent is away will not be told');
  }

  private recover(): Snapshot | null {
    const text = this.parts.kept.read();
    if (text === null) return null;
    const decoded = decodeInventory(text);
    if (decoded.ok) return snapshotOf(decoded.value);
    this.parts.log.warn({ field: decoded.refusal.field }, 'left out a damaged record of the last inventory');
    return null;
  }
}
